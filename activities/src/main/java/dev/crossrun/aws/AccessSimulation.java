package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Case;
import dev.crossrun.activity.IamActivities.Decision;
import dev.crossrun.activity.IamActivities.Simulation;
import dev.crossrun.activity.IamActivities.SimulationQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    private final AwsAccounts accounts;
    private final Clock clock;
    private final Supplier<Instant> scheduled;

    AccessSimulation(AwsAccounts accounts, Clock clock, Supplier<Instant> scheduled) {
        this.accounts = accounts;
        this.clock = clock;
        this.scheduled = scheduled;
    }

    List<Simulation> run(SimulationQuery query) {
        return query.cases().stream().map(each -> simulate(query, each)).toList();
    }

    private Simulation simulate(SimulationQuery query, Case asked) {
        EvaluationResult result = evaluate(query, asked);
        Decision decision = decision(result);
        if (asked.expected() == Decision.ALLOWED && decision == Decision.DENIED && mayChange(result)) {
            throw FailureType.NOT_READY.failure(
                    "IAM does not allow " + query.action() + " on " + asked.resource() + " yet");
        }
        return new Simulation(asked, decision, why(result));
    }

    private EvaluationResult evaluate(SimulationQuery query, Case asked) {
        IamClient iam = accounts.iam(query.account());
        List<EvaluationResult> results = AwsFailures.translating(
                "simulating " + query.action() + " for " + query.role().arn(),
                () -> iam
                        .simulatePrincipalPolicyPaginator(
                                request -> request.policySourceArn(query.role().arn())
                                        .actionNames(query.action())
                                        .resourceArns(asked.resource())
                                        .contextEntries(context(asked)))
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

    private static List<ContextEntry> context(Case asked) {
        return asked.context().entrySet().stream()
                .map(entry -> ContextEntry.builder()
                        .contextKeyName(entry.getKey())
                        .contextKeyType(ContextKeyTypeEnum.STRING)
                        .contextKeyValues(entry.getValue())
                        .build())
                .toList();
    }

    private boolean mayChange(EvaluationResult result) {
        return result.evalDecision() == PolicyEvaluationDecisionType.IMPLICIT_DENY
                && clock.instant().isBefore(scheduled.get().plus(SETTLING));
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
