package dev.crossrun.simulator.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is calling: an IAM user or a session of a role.
 *
 * @param userId the value of {@code aws:userid}: {@code AIDA…} or {@code AROA…:session}
 * @param name the user's or the role's name
 * @param session empty for a user
 */
public record AwsCaller(
        String accountId, String arn, String userId, String name, Optional<Session> session, String accessKeyId) {

    /**
     * A session of a role.
     *
     * @param issuedAt the value of {@code aws:TokenIssueTime}, in whole seconds
     * @param conditionKeys what its issuer put into the request context of all of its calls, such as
     *     {@code identitystore:UserId}
     * @param policies the session policies, which limit what the role allows; none limits nothing
     */
    public record Session(
            String name, String roleArn, Instant issuedAt, Map<String, String> conditionKeys, List<String> policies) {
        public Session {
            policies = List.copyOf(policies);
            issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
            conditionKeys = Map.copyOf(conditionKeys);
        }
    }

    public static AwsCaller user(String accountId, IamUser user, String accessKeyId) {
        return new AwsCaller(accountId, user.arn(), user.id(), user.name(), Optional.empty(), accessKeyId);
    }

    public static AwsCaller session(String accountId, IamRole role, Session session, String accessKeyId) {
        String arn = "arn:aws:sts::" + accountId + ":assumed-role/" + role.name() + "/" + session.name();
        return new AwsCaller(
                accountId, arn, role.id() + ":" + session.name(), role.name(), Optional.of(session), accessKeyId);
    }

    public boolean isSession() {
        return session.isPresent();
    }

    public Optional<String> sessionName() {
        return session.map(Session::name);
    }

    /** The unique id of the role of a session. */
    public String roleId() {
        return userId.substring(0, Math.max(userId.indexOf(':'), 0));
    }

    /** The name that CloudTrail's {@code Username} shows: the user's name or the session's. */
    public String trailName() {
        return sessionName().orElse(name);
    }

    /** The {@code userIdentity} element of a CloudTrail event. */
    public ObjectNode userIdentity() {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("type", isSession() ? "AssumedRole" : "IAMUser")
                .put("principalId", userId)
                .put("arn", arn)
                .put("accountId", accountId)
                .put("accessKeyId", accessKeyId);
        session.ifPresentOrElse(
                issued -> describe(issued, identity.putObject("sessionContext")), () -> identity.put("userName", name));
        return identity;
    }

    private void describe(Session issued, ObjectNode context) {
        context.putObject("sessionIssuer")
                .put("type", "Role")
                .put("principalId", roleId())
                .put("arn", issued.roleArn())
                .put("accountId", accountId)
                .put("userName", name);
        context.putObject("attributes")
                .put("creationDate", issued.issuedAt().toString())
                .put("mfaAuthenticated", "false");
    }
}
