package dev.crossrun.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Sha256;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The statements in a permission set's inline policy that deny everything to sessions that were ended, beside whatever else
 * stands there (IAM Identity Center User Guide, "Revoke active IAM role sessions created by permission sets").
 */
public final class SessionPolicy {
    private static final String OURS = "CrossrunEnded";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SessionPolicy() {}

    /** The policy with exactly these sessions denied; absent if then nothing stands in it. */
    static Optional<String> with(Optional<String> policy, List<LeaseKeeper.Ended> ended) {
        ObjectNode document = document(policy);
        ArrayNode statements = JSON.createArrayNode();
        JsonNode there = document.path("Statement");
        if (there.isObject()) {
            statements.add(there);
        }
        there.forEach(statement -> {
            if (there.isArray() && !statement.path("Sid").asText().startsWith(OURS)) {
                statements.add(statement);
            }
        });
        ended.forEach(each -> statements.add(deny(each)));
        document.set("Statement", statements);
        return statements.isEmpty() ? Optional.empty() : Optional.of(document.toString());
    }

    /** What the keeper would add for sessions of a user on accounts; {@code issuedBefore} stands for the times. */
    public static JsonNode planned(
            Optional<String> policy, String user, List<AccountId> accounts, String issuedBefore) {
        ObjectNode document = document(policy);
        ArrayNode statements = JSON.createArrayNode();
        JsonNode there = document.path("Statement");
        if (there.isObject()) {
            statements.add(there);
        } else {
            there.forEach(statements::add);
        }
        accounts.forEach(account -> statements.add(deny(user, account.value(), issuedBefore)));
        return document.set("Statement", statements);
    }

    private static ObjectNode document(Optional<String> policy) {
        return policy.map(SessionPolicy::parsed)
                .orElseGet(() -> JSON.createObjectNode().put("Version", "2012-10-17"));
    }

    private static ObjectNode deny(LeaseKeeper.Ended ended) {
        // While the assignment is being deleted another session can still be opened.
        Instant before = ended.openedBefore().orElse(ended.until());
        return deny(
                ended.lease().assignment().principal().id(),
                ended.lease().assignment().account().value(),
                before.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static ObjectNode deny(String user, String account, String issuedBefore) {
        ObjectNode statement = JSON.createObjectNode()
                .put("Sid", OURS + Sha256.of(user + " " + account).value().substring(0, 16))
                .put("Effect", "Deny")
                .put("Action", "*")
                .put("Resource", "*");
        ObjectNode condition = statement.putObject("Condition");
        condition.putObject("StringEquals").put("identitystore:UserId", user).put("aws:PrincipalAccount", account);
        condition.putObject("DateLessThan").put("aws:TokenIssueTime", issuedBefore);
        return statement;
    }

    private static ObjectNode parsed(String policy) {
        try {
            if (JSON.readTree(policy) instanceof ObjectNode document) {
                return document;
            }
        } catch (JsonProcessingException e) {
            // told below
        }
        throw FailureType.INCONSISTENT.failure(
                "The inline policy of the permission set is not a JSON document", "Look at it in the console.");
    }
}
