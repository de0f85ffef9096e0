package dev.crossrun.simulator.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Who is calling: an IAM user or a session of a role.
 *
 * @param userId the value of {@code aws:userid}: {@code AIDA…} or {@code AROA…:session}
 * @param name the user's or the role's name
 * @param sessionName empty for a user
 */
public record AwsCaller(
        String accountId, String arn, String userId, String name, Optional<String> sessionName, String accessKeyId) {

    public static AwsCaller user(String accountId, IamUser user, String accessKeyId) {
        return new AwsCaller(accountId, user.arn(), user.id(), user.name(), Optional.empty(), accessKeyId);
    }

    public static AwsCaller session(String accountId, IamRole role, String sessionName, String accessKeyId) {
        String arn = "arn:aws:sts::" + accountId + ":assumed-role/" + role.name() + "/" + sessionName;
        return new AwsCaller(
                accountId, arn, role.id() + ":" + sessionName, role.name(), Optional.of(sessionName), accessKeyId);
    }

    public boolean isSession() {
        return sessionName.isPresent();
    }

    /** The unique id of the role of a session. */
    public String roleId() {
        return userId.substring(0, Math.max(userId.indexOf(':'), 0));
    }

    /** The name that CloudTrail's {@code Username} shows: the user's name or the session's. */
    public String trailName() {
        return sessionName.orElse(name);
    }

    /** The {@code userIdentity} element of a CloudTrail event. */
    public ObjectNode userIdentity() {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("type", isSession() ? "AssumedRole" : "IAMUser")
                .put("principalId", userId)
                .put("arn", arn)
                .put("accountId", accountId)
                .put("accessKeyId", accessKeyId);
        if (isSession()) {
            identity.putObject("sessionContext")
                    .putObject("sessionIssuer")
                    .put("type", "Role")
                    .put("principalId", roleId())
                    .put("arn", "arn:aws:iam::" + accountId + ":role/" + name)
                    .put("accountId", accountId)
                    .put("userName", name);
        } else {
            identity.put("userName", name);
        }
        return identity;
    }
}
