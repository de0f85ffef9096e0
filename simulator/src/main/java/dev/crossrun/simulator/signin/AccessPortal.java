package dev.crossrun.simulator.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.Assertion;
import dev.crossrun.simulator.saml.Assertion.Attribute;
import dev.crossrun.simulator.saml.Assertion.Subject;
import dev.crossrun.simulator.saml.MetadataDocuments;
import dev.crossrun.simulator.saml.SamlResponses;
import dev.crossrun.simulator.signin.SignInResult.Where;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.SamlApplication.AttributeMapping;
import dev.crossrun.simulator.world.TrailEntry;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The AWS access portal: a user signs in and clicks the tile of an application, for which Identity Center then issues a
 * signed response. Who the user is is settled by the external identity provider, if there is one.
 */
final class AccessPortal {

    /** The name of the row that maps the NameID. */
    private static final String SUBJECT = "Subject";

    private static final Duration RESPONSE_LIFETIME = Duration.ofHours(1);

    private final World world;

    AccessPortal(World world) {
        this.world = world;
    }

    /** The enabled, assigned application of the user; otherwise the portal's refusal. */
    SamlApplication enter(IdentityCenter center, DirectoryUser user, String applicationName) {
        return tiles(center, user).stream()
                .filter(each -> each.displayName().equals(applicationName)
                        || each.instanceId().equals(applicationName))
                .findFirst()
                .orElseThrow(() -> refused("You do not have access to this application."));
    }

    /** The applications that the portal shows a user. */
    List<SamlApplication> tiles(IdentityCenter center, DirectoryUser user) {
        return center.applications().all().stream()
                .filter(SamlApplication::enabled)
                .filter(each -> center.isAssigned(each, user.id()))
                .toList();
    }

    DirectoryUser authenticate(IdentityCenter center, String userName) {
        String name = center.source().external() ? new ExternalSignIn(world).authenticate(center, userName) : userName;
        DirectoryUser user = center.userByName(name)
                .filter(DirectoryUser::enabled)
                .orElseThrow(() -> refused("We couldn't verify your sign-in credentials. Please try again."));
        record(center, "Authenticate", user, Optional.empty());
        recordAuthentication(center, user);
        return user;
    }

    /** Issues the response from the application's configuration, as it is now. */
    PortalForm federate(IdentityCenter center, SamlApplication application, DirectoryUser user) {
        UserAttributes attributes = new UserAttributes(user);
        Instant now = world.now();
        Assertion assertion = new Assertion(
                SamlResponses.newId(),
                MetadataDocuments.applicationEntityId(
                        center.region(), center.ownerAccountId(), application.instanceId()),
                application.configuration().acsUrl(),
                application.configuration().audience(),
                subject(application.attributeMappings(), attributes),
                attributes(application.attributeMappings(), attributes),
                now,
                now.plus(RESPONSE_LIFETIME));
        record(center, "Federate", user, Optional.of(application));
        return new PortalForm(
                application.configuration().acsUrl(),
                SamlResponses.issue(assertion, application.signingKey()),
                application.configuration().relayState().orElse(""));
    }

    private static Subject subject(List<AttributeMapping> mappings, UserAttributes attributes) {
        return mappings.stream()
                .filter(each -> each.attribute().equals(SUBJECT))
                .map(each -> new Subject(attributes.resolve(each.value()), each.format()))
                .filter(each -> !each.value().isBlank())
                .findFirst()
                .orElseThrow(() -> refused("Bad input"));
    }

    private static List<Attribute> attributes(List<AttributeMapping> mappings, UserAttributes attributes) {
        return mappings.stream()
                .filter(each -> !each.attribute().equals(SUBJECT))
                .map(each -> new Attribute(each.attribute(), List.of(attributes.resolve(each.value()))))
                .filter(each -> !each.values().get(0).isBlank())
                .toList();
    }

    private void record(IdentityCenter center, String name, DirectoryUser user, Optional<SamlApplication> application) {
        TrailEntry entry = entry(center, name, user);
        if (application.isPresent()) {
            ObjectNode parameters = JsonNodeFactory.instance.objectNode();
            parameters.put("instanceId", application.get().instanceId());
            entry = entry.withRequest(parameters);
        }
        world.trail().record(center.ownerAccountId(), center.region(), entry);
    }

    /** Who authenticated the user (CloudTrail record of signin.amazonaws.com). */
    private void recordAuthentication(IdentityCenter center, DirectoryUser user) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.putObject("additionalEventData")
                .put("AuthWorkflowID", world.ids().uuid())
                .put("UserName", user.userName())
                .put("LoginTo", "https://" + center.identityStoreId() + ".awsapps.com/start/")
                .put("CredentialType", center.source().external() ? "EXTERNAL_IDP" : "PASSWORD");
        members.putObject("serviceEventDetails").put("UserAuthentication", "Success");
        TrailEntry entry = TrailEntry.of(
                        "signin.amazonaws.com", "UserAuthentication", user.userName(), identity(center, user))
                .asServiceEvent()
                .withMembers(members);
        world.trail().record(center.ownerAccountId(), center.region(), entry);
    }

    /** What the portal logs of a user who is signed in. */
    static TrailEntry entry(IdentityCenter center, String name, DirectoryUser user) {
        return TrailEntry.of("sso.amazonaws.com", name, user.userName(), identity(center, user))
                .asServiceEvent();
    }

    private static ObjectNode identity(IdentityCenter center, DirectoryUser user) {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("type", "IdentityCenterUser").put("accountId", center.ownerAccountId());
        identity.putObject("onBehalfOf").put("userId", user.id()).put("identityStoreArn", identityStoreArn(center));
        return identity;
    }

    static String identityStoreArn(IdentityCenter center) {
        return "arn:aws:identitystore::" + center.ownerAccountId() + ":identitystore/" + center.identityStoreId();
    }

    private static SignInRefusedException refused(String page) {
        return new SignInRefusedException(Where.PORTAL, page);
    }
}
