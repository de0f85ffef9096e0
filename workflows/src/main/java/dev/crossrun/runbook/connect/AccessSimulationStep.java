package dev.crossrun.runbook.connect;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IamActivities.Case;
import dev.crossrun.activity.IamActivities.Decision;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.IamActivities.Simulation;
import dev.crossrun.activity.IamActivities.SimulationQuery;
import dev.crossrun.engine.Done;
import dev.crossrun.engine.Offer;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.StepContext;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.plan.PlannedStep.Action;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.runbook.connect.policy.AccessDocuments;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** IAM says what an agent's session may do: enter this instance, and no other. */
final class AccessSimulationStep extends FederationStep<Done> {
    private static final String NO_INSTANCE = "instance/00000000-0000-0000-0000-000000000000";
    private static final String USER_ID = "aws:userid";

    /** So many agents' access is simulated: the policy says the same of everybody. */
    private static final int SIMULATED = 20;

    private final Supplier<Role> role;
    private final Supplier<Optional<ConnectInstanceStep.Made>> instance;

    AccessSimulationStep(
            RunInput<ConnectFederationRequest> input, ConnectInstanceStep instance, FederationRoleStep role) {
        super(StepDefinition.check("access-simulation", "Simulate an agent's access", "CONNECT_ACCOUNT"), input);
        this.instance = valueIfAsked(instance);
        this.role = valueOf(role);
    }

    @Override
    protected Optional<PlannedStep> preflight(Preflight preflight) {
        return planned(
                Action.CHECK,
                new Names(request()).roleArn(),
                "Checks that an agent can access this instance and no other");
    }

    @Override
    protected Done run(StepContext step) {
        List<Simulation> decisions = step.call(IamActivities.class, "Simulate the agents' access")
                .simulate(new SimulationQuery(
                        request().connect().accountId(), role.get(), AccessDocuments.ENTER, cases()));
        List<String> wrong = decisions.stream()
                .filter(decision -> decision.decision() != decision.asked().expected())
                .filter(decision -> decision.decision() != Decision.INCONCLUSIVE)
                .map(decision -> username(decision.asked()) + " is " + decision.decision() + " on "
                        + decision.asked().resource())
                .toList();
        if (!wrong.isEmpty()) {
            throw FailureType.CONFLICT.failure(
                    "IAM's policy simulation says otherwise: " + String.join("; ", wrong),
                    "Look at the role's policies and its permissions boundary for what denies or allows it, put that"
                            + " right, or redo federation-policy and federation-role; then try again.");
        }
        long inconclusive = decisions.stream()
                .filter(decision -> decision.decision() == Decision.INCONCLUSIVE)
                .count();
        step.detail(
                inconclusive == 0
                        ? decisions.size() + " decisions as they should be"
                        : inconclusive + " of " + decisions.size()
                                + " decisions are inconclusive: a context value is missing");
        return Done.DONE;
    }

    /** Each agent, with the session's {@code aws:userid}: allowed on this instance and denied on another one. */
    private List<Case> cases() {
        String here = new Names(request(), instance.get()).instanceArn();
        String other = here.replaceFirst("instance/[^/]+$", NO_INSTANCE);
        return request().usernames().stream()
                .limit(SIMULATED)
                .map(username -> role.get().id() + ":" + username)
                .flatMap(userId -> Stream.of(
                        new Case(here + "/user/" + userId, Map.of(USER_ID, userId), Decision.ALLOWED),
                        new Case(other + "/user/" + userId, Map.of(USER_ID, userId), Decision.DENIED)))
                .toList();
    }

    private static String username(Case simulated) {
        String userId = simulated.context().getOrDefault(USER_ID, "");
        return userId.substring(userId.indexOf(':') + 1);
    }

    @Override
    protected List<Offer> offers() {
        return List.of(skip(Done.DONE));
    }
}
