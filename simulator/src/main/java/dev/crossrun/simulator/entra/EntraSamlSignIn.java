package dev.crossrun.simulator.entra;

import dev.crossrun.simulator.saml.Assertion;
import dev.crossrun.simulator.saml.Assertion.Attribute;
import dev.crossrun.simulator.saml.Assertion.Subject;
import dev.crossrun.simulator.saml.SamlResponses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A user of the tenant signs in to an application by SAML: a signed response, or the page on which it ends. */
public final class EntraSamlSignIn {
    private static final Duration LIFETIME = Duration.ofMinutes(70);
    private static final String CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";

    private final EntraTenant tenant;

    public EntraSamlSignIn(EntraTenant tenant) {
        this.tenant = tenant;
    }

    /**
     * The response in base64.
     *
     * @param identifier the entity id of the service provider that asked
     * @param replyUrl where it wants the response
     * @throws Refused with Entra's words
     */
    public String respond(String identifier, String replyUrl, String userPrincipalName) {
        EntraUser user = tenant.userByName(userPrincipalName)
                .filter(EntraUser::enabled)
                .orElseThrow(() -> new Refused("AADSTS50034: The user account " + userPrincipalName
                        + " does not exist in the " + tenant.id() + " directory. To sign into this application, the"
                        + " account must be added to the directory."));
        EntraApplication application = tenant.applications().visible().stream()
                .filter(each -> each.identifierUris().contains(identifier))
                .findFirst()
                .orElseThrow(() -> new Refused("AADSTS700016: Application with identifier '" + identifier
                        + "' was not found in the directory '" + tenant.id() + "'."));
        try {
            String response = respond(application, user, identifier, replyUrl);
            tenant.log(user, application, 0, "");
            return response;
        } catch (Refused e) {
            tenant.log(user, application, e.code(), e.page());
            throw e;
        }
    }

    private String respond(EntraApplication application, EntraUser user, String identifier, String replyUrl) {
        ServicePrincipal principal = tenant.principalOf(application)
                .filter(each -> each.unlessUnset("accountEnabled"))
                .orElseThrow(() -> new Refused("AADSTS7000112: Application is disabled."));
        if (!application.redirectUris().contains(replyUrl)) {
            throw new Refused("AADSTS50011: The redirect URI '" + replyUrl
                    + "' specified in the request does not match the redirect URIs configured for the application '"
                    + application.appId() + "'.");
        }
        if (!tenant.admits(principal, user)) {
            throw new Refused("AADSTS50105: " + notAssigned(application, user.userPrincipalName()));
        }
        ServicePrincipal.TokenSigningKey key = principal
                .activeKey()
                .orElseThrow(() -> new Refused("AADSTS50146: This application is required to be configured with an"
                        + " application-specific signing key."));
        return SamlResponses.issue(assertion(identifier, replyUrl, user), key.key());
    }

    /** In which words Entra refuses a user who is not assigned. */
    static String notAssigned(EntraApplication application, String userPrincipalName) {
        return "Your administrator has configured the application " + application.displayName() + " ('"
                + application.appId()
                + "') to block users unless they are specifically granted ('assigned') access to the application."
                + " The signed in user '" + userPrincipalName + "' is blocked because they are not a direct member of a"
                + " group with access, nor had access directly assigned by an administrator.";
    }

    private Assertion assertion(String identifier, String replyUrl, EntraUser user) {
        Instant now = tenant.now();
        return new Assertion(
                SamlResponses.newId(),
                tenant.entityId(),
                replyUrl,
                identifier,
                new Subject(user.userPrincipalName(), "emailAddress"),
                List.of(
                        new Attribute(CLAIM + "name", List.of(user.userPrincipalName())),
                        new Attribute(CLAIM + "givenname", List.of(user.givenName())),
                        new Attribute(CLAIM + "surname", List.of(user.surname()))),
                now,
                now.plus(LIFETIME));
    }

    /** Entra lets nobody on, and says why. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String page) {
            super(page);
        }

        /** The number of the AADSTS code. */
        int code() {
            return Integer.parseInt(page().substring("AADSTS".length(), page().indexOf(':')));
        }

        /** The words on the page. */
        public String page() {
            return String.valueOf(getMessage());
        }
    }
}
