package dev.crossrun.runbook.example;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Decision;
import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.RemovablePolicy;
import dev.crossrun.activity.IamActivities.Simulation;
import dev.crossrun.activity.IamActivities.SimulationQuery;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One account with an auditor's role, whose IAM does what {@code auditor-access} asks of it. Thread-safe. */
final class FakeAccount {
    static final String ROLE = "Auditor";

    /** The policies by ARN, with the mark that they bear. */
    final Map<String, String> policies = new ConcurrentHashMap<>();

    /** The ARNs of the policies that the role has. */
    final Set<String> attached = ConcurrentHashMap.newKeySet();

    public Found findPolicy(Named query) {
        return Optional.ofNullable(policies.get(arn(query)))
                .map(mark -> Found.marked(Optional.of(mark), query.mark(), Map.of("arn", arn(query))))
                .orElseGet(Found::absent);
    }

    public String putPolicy(Policy policy) {
        String mark = policy.ownership().mark();
        String arn = arn(new Named(policy.account(), policy.name(), mark));
        if (!policies.getOrDefault(arn, mark).equals(mark)) {
            throw FailureType.CONFLICT.failure(
                    policy.name() + Ownership.NOT_OURS_SAYING + "belongs to " + policies.get(arn));
        }
        policies.put(arn, mark);
        return arn;
    }

    public Found findRole(Named query) {
        return query.name().equals(ROLE)
                ? Found.unmarked(Map.of(
                        "arn",
                        "arn:aws:iam::" + query.account() + ":role/" + ROLE,
                        "id",
                        "AROA1",
                        "policies",
                        String.join(",", attached)))
                : Found.absent();
    }

    public List<Simulation> simulate(SimulationQuery query) {
        return query.cases().stream()
                .map(asked -> new Simulation(
                        asked, attached.isEmpty() ? Decision.DENIED : Decision.ALLOWED, Optional.empty()))
                .toList();
    }

    public List<Removal> removePolicies(List<RemovablePolicy> removed, UndoPass pass) {
        return removed.stream()
                .map(each -> remove(arn(each.policy()), pass.preview()))
                .toList();
    }

    private Removal remove(String arn, boolean preview) {
        if (attached.contains(arn)) {
            return Removal.kept("It is attached to the role " + ROLE);
        }
        boolean there = preview ? policies.containsKey(arn) : policies.remove(arn) != null;
        return there ? Removal.removed() : Removal.gone();
    }

    private static String arn(Named policy) {
        return "arn:aws:iam::" + policy.account() + ":policy/" + policy.name();
    }
}
