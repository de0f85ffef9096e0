package dev.crossrun.simulator.iam;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Decides about a request as IAM does: an explicit deny wins, then an allow; else it is denied implicitly. */
public final class PolicyEngine {
    private PolicyEngine() {}

    /**
     * What all policies of a caller say.
     *
     * @param by the kind of policy that denies, such as {@code session policy}
     */
    public record Verdict(Decision decision, String by) {}

    /**
     * Decides by several kinds of policies, each of which has to allow the action (IAM user guide, "Policy evaluation
     * logic"): the identity's own, a permissions boundary, a session policy.
     *
     * @param byKind the documents of each kind that there is
     */
    public static Verdict decide(Map<String, List<String>> byKind, String action, String resource, Context context) {
        Verdict verdict = new Verdict(Decision.ALLOWED, "");
        for (Map.Entry<String, List<String>> kind : byKind.entrySet()) {
            Decision decision = evaluate(kind.getValue(), action, resource, context);
            if (decision == Decision.EXPLICIT_DENY) {
                return new Verdict(decision, kind.getKey());
            }
            if (decision == Decision.IMPLICIT_DENY && verdict.decision() == Decision.ALLOWED) {
                verdict = new Verdict(decision, kind.getKey());
            }
        }
        return verdict;
    }

    /** The statements of a policy that bear on a request. */
    public static List<MatchedStatement> matched(String document, String action, String resource, Context context) {
        return PolicyParser.identityPolicy(document).statements().stream()
                .filter(statement -> statement.coversAction(action, context)
                        && statement.coversResource(resource, context)
                        && statement.conditionsHold(context))
                .map(statement -> new MatchedStatement(statement.allows(), statement.place()))
                .toList();
    }

    /** A statement that applies to a request, and where it stands. */
    public record MatchedStatement(boolean allows, Place place) {}

    /** Where a statement stands in its document: lines and columns from 1, the end exclusive. */
    public record Place(int startLine, int startColumn, int endLine, int endColumn) {}

    /** What identity policies say about an action on a resource. */
    public static Decision evaluate(List<String> documents, String action, String resource, Context context) {
        List<Statement> statements = documents.stream()
                .map(PolicyParser::identityPolicy)
                .flatMap(document -> document.statements().stream())
                .toList();
        return decide(
                statements,
                statement -> statement.coversAction(action, context)
                        && statement.coversResource(resource, context)
                        && statement.conditionsHold(context));
    }

    /** What a role's trust policy says about somebody who wants to assume it by an {@code sts:} action. */
    public static Decision trusts(String trustPolicy, Trustee trustee, String action, Context context) {
        return decide(
                PolicyParser.trustPolicy(trustPolicy).statements(),
                statement -> statement.names(trustee)
                        && statement.coversAction(action, context)
                        && statement.conditionsHold(context));
    }

    /** The context keys without a value that statements about an action refer to. */
    public static Set<String> missingKeys(List<String> documents, String action, Context context) {
        Set<String> missing = new TreeSet<>();
        for (String document : documents) {
            PolicyParser.identityPolicy(document).statements().stream()
                    .filter(statement -> statement.coversAction(action, context))
                    .forEach(statement -> missing.addAll(statement.contextKeys()));
        }
        missing.removeIf(context::has);
        return missing;
    }

    private static Decision decide(List<Statement> statements, Predicate<Statement> applies) {
        List<Statement> applicable = statements.stream().filter(applies).toList();
        if (applicable.stream().anyMatch(statement -> !statement.allows())) {
            return Decision.EXPLICIT_DENY;
        }
        return applicable.isEmpty() ? Decision.IMPLICIT_DENY : Decision.ALLOWED;
    }
}
