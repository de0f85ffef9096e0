package dev.crossrun.simulator.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.signin.AssumeRoleWithSaml.Session;
import dev.crossrun.simulator.signin.SignInResult.Where;
import dev.crossrun.simulator.world.AwsCaller;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.TrailEntry;
import dev.crossrun.simulator.world.World;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code /connect/federate/INSTANCE}: Connect's GetFederationToken for a session of the federation role. The user is
 * found by the session's name, exactly, and is bound to the role's unique id at the first sign-in (Connect
 * administrator guide, "Troubleshoot SAML with Amazon Connect").
 */
final class GetFederationToken {

    private static final String ACTION = "connect:GetFederationToken";

    private final World world;

    GetFederationToken(World world) {
        this.world = world;
    }

    SignInResult federate(Session session, RelayState relayState) {
        AwsCaller caller = session.key().caller();
        Attempt attempt = new Attempt(caller, relayState);
        String instanceArn = "arn:aws:connect:" + relayState.region() + ":" + caller.accountId() + ":instance/"
                + relayState.instanceId();
        requirePermission(attempt, session, instanceArn + "/user/" + caller.userId());
        ConnectInstance instance = session.account().connectInstances(relayState.region()).stream()
                .filter(each -> each.id().equals(relayState.instanceId()))
                .findFirst()
                .orElseThrow(() -> attempt.refused("ResourceNotFoundException", "Instance not found", "Not found"));
        if (instance.identityManagementType() != IdentityManagementType.SAML) {
            throw attempt.refused("InvalidRequestException", "Instance does not use SAML", "Bad Request");
        }
        ConnectUser user = bind(
                instance, requireUser(attempt, instance, caller), session.role().id(), attempt);
        attempt.succeeded(user);
        return SignInResult.connect(user.arn());
    }

    private static void requirePermission(Attempt attempt, Session session, String resource) {
        AwsCaller caller = attempt.caller();
        Context context = Context.empty()
                .with("aws:userid", caller.userId())
                .with("aws:PrincipalArn", session.role().arn())
                .with("aws:PrincipalAccount", caller.accountId())
                .with("aws:PrincipalType", "AssumedRole")
                .with("aws:RequestedRegion", attempt.relayState().region());
        Decision decision = PolicyEngine.decide(
                        session.account().iam().policiesByKind(session.role()), ACTION, resource, context)
                .decision();
        if (decision != Decision.ALLOWED) {
            String because = decision == Decision.EXPLICIT_DENY
                    ? " with an explicit deny in an identity-based policy"
                    : " because no identity-based policy allows the " + ACTION + " action";
            throw attempt.refused(
                    "AccessDenied",
                    "User: " + caller.arn() + " is not authorized to perform: " + ACTION + " on resource: " + resource
                            + because,
                    "Access denied, Please contact your AWS account administrator");
        }
    }

    private static ConnectUser requireUser(Attempt attempt, ConnectInstance instance, AwsCaller caller) {
        Optional<ConnectUser> user = caller.sessionName().flatMap(instance::userByName);
        return user.orElseThrow(() -> attempt.refused(
                "UserNotFoundException",
                "No user with the username " + caller.trailName() + " was found in the instance",
                "Access Denied. Your account has been authenticated, but has not been onboarded to this application"));
    }

    private static ConnectUser bind(ConnectInstance instance, ConnectUser user, String roleId, Attempt attempt) {
        Predicate<String> other = bound -> !bound.equals(roleId);
        if (user.federatedRoleId().filter(other).isPresent()) {
            throw attempt.refused(
                    "InvalidRequestException",
                    "Provided identity: Principal: " + roleId + " User: " + user.username()
                            + " cannot be used for federation with Amazon Connect",
                    "Bad Request");
        }
        ConnectUser bound = user.federatedBy(roleId);
        instance.users().plant(user.id(), bound);
        return bound;
    }

    /** One call of GetFederationToken, which CloudTrail logs whatever comes of it. */
    private final class Attempt {
        private final AwsCaller caller;
        private final RelayState relayState;

        Attempt(AwsCaller caller, RelayState relayState) {
            this.caller = caller;
            this.relayState = relayState;
        }

        AwsCaller caller() {
            return caller;
        }

        RelayState relayState() {
            return relayState;
        }

        void succeeded(ConnectUser user) {
            ObjectNode response = JsonNodeFactory.instance.objectNode();
            response.put("Credentials", "HIDDEN_DUE_TO_SECURITY_REASONS")
                    .put("UserId", user.id())
                    .put("UserArn", user.arn());
            record(entry().withResponse(response));
        }

        SignInRefusedException refused(String code, String message, String page) {
            record(entry().withError(code, message));
            return new SignInRefusedException(Where.CONNECT, page);
        }

        private TrailEntry entry() {
            ObjectNode parameters = JsonNodeFactory.instance.objectNode();
            parameters.put("InstanceId", relayState.instanceId());
            return TrailEntry.of("connect.amazonaws.com", "GetFederationToken", caller)
                    .withRequest(parameters);
        }

        private void record(TrailEntry entry) {
            world.trail().record(caller.accountId(), relayState.region(), entry);
        }
    }
}
