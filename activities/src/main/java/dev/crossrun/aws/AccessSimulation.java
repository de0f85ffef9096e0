package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Decision;
import dev.crossrun.activity.IamActivities.Simulation;
import dev.crossrun.activity.IamActivities.SimulationQuery;
import dev.crossrun.domain.Username;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;

/** Asks IAM what the role's policies would say, before anybody signs in. */
final class AccessSimulation {
    /** How long a denial may be IAM's eventual consistency. */
    private static final Duration SETTLING = Duration.ofMinutes(1);

    private static final String NO_INSTANCE = "instance/00000000-0000-0000-0000-000000000000";

    private final AwsAccounts accounts;
    private final Clock clock;
    private final Supplier<Instant> asked;

    AccessSimulation(AwsAccounts accounts, Clock clock, Supplier<Instant> asked) {
        this.accounts = accounts;
        this.clock = clock;
        this.asked = asked;
    }

    List<Simulation> run(SimulationQuery query) {
        String other = query.instanceArn().replaceFirst("instance/[^/]+$", NO_INSTANCE);
        List<Simulation> results = new ArrayList<>();
        for (Username user : query.usernames()) {
            results.add(simulate(query, user, query.instanceArn(), Decision.ALLOWED));
            results.add(simulate(query, user, other, Decision.DENIED));
        }
        return List.copyOf(results);
    }

    private Simulation simulate(SimulationQuery query, Username user, String instanceArn, Decision expected) {
        String userId = query.role().id() + ":" + user;
        String resource = instanceArn + "/user/" + userId;
        EvaluationResult result = evaluate(query, resource, userId);
        Decision decision = decision(result);
        if (expected == Decision.ALLOWED && decision == Decision.DENIED && mayChange(result)) {
            throw FailureType.NOT_READY.failure(
                    "IAM does not allow connect:GetFederationToken on " + resource + " yet");
        }
        return new Simulation(user, resource, expected, decision, why(result));
    }

    private EvaluationResult evaluate(SimulationQuery query, String resource, String userId) {
        IamClient iam = accounts.iam(query.account());
        List<EvaluationResult> results = AwsFailures.translating(
                "simulating connect:GetFederationToken for " + query.role().arn(),
                () -> iam
                        .simulatePrincipalPolicyPaginator(
                                request -> request.policySourceArn(query.role().arn())
                                        .actionNames("connect:GetFederationToken")
                                        .resourceArns(resource)
                                        .contextEntries(session(userId)))
                        .evaluationResults()
                        .stream()
                        .toList());
        if (results.size() != 1) {
            throw FailureType.INCONSISTENT.failure(
                    "IAM gave " + results.size() + " decisions on one action and one resource",
                    "Try again; if it stays so, try the role in IAM's policy simulator.");
        }
        return results.get(0);
    }

    private static ContextEntry session(String userId) {
        return ContextEntry.builder()
                .contextKeyName("aws:userid")
                .contextKeyType(ContextKeyTypeEnum.STRING)
                .contextKeyValues(userId)
                .build();
    }

    private boolean mayChange(EvaluationResult result) {
        return result.evalDecision() == PolicyEvaluationDecisionType.IMPLICIT_DENY
                && clock.instant().isBefore(asked.get().plus(SETTLING));
    }

    private static Decision decision(EvaluationResult result) {
        if (!result.missingContextValues().isEmpty()) {
            return Decision.INCONCLUSIVE;
        }
        return result.evalDecision() == PolicyEvaluationDecisionType.ALLOWED ? Decision.ALLOWED : Decision.DENIED;
    }

    private static Optional<String> why(EvaluationResult result) {
        if (!result.missingContextValues().isEmpty()) {
            return Optional.of("IAM needs values of " + String.join(", ", result.missingContextValues()));
        }
        return switch (result.evalDecision()) {
            case EXPLICIT_DENY -> Optional.of("a policy or boundary denies it explicitly");
            case IMPLICIT_DENY -> Optional.of("no policy of the role allows it");
            default -> Optional.empty();
        };
    }
}
