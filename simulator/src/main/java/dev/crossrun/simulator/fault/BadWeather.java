package dev.crossrun.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Faults that pass by themselves, drawn from a seed and from nothing else: what a run should come through unaided. */
public final class BadWeather {
    private static final int FAULTS = 10;

    private static final List<String> CALLS = List.of(
            "sts:AssumeRole",
            "organizations:DescribeAccount",
            "identitystore:GetUserId",
            "sso:ListInstances",
            "sso:ListApplications",
            "sso:CreateApplicationAssignment",
            "sso:CreateAccountAssignment",
            "connect:CreateInstance",
            "connect:DescribeInstance",
            "connect:CreateUser",
            "connect:SearchUsers",
            "iam:CreateSAMLProvider",
            "iam:CreatePolicy",
            "iam:CreateRole",
            "iam:AttachRolePolicy",
            "iam:SimulatePrincipalPolicy",
            "cloudtrail:LookupEvents",
            "graph:instantiate",
            "graph:getApplication",
            "graph:updateApplication",
            "graph:addTokenSigningCertificate",
            "graph:assign",
            "graph:createJob",
            "graph:putSecrets",
            "graph:startJob");

    private static final List<Kind> KINDS =
            List.of(Kind.THROTTLED, Kind.SERVER_ERROR, Kind.NO_ANSWER_BEFORE, Kind.NO_ANSWER_AFTER, Kind.SLOW);

    private BadWeather() {}

    /** Ten faults: each an operation of the runbook, from its first or second call on, for one to three calls. */
    public static List<InjectedFault> of(long seed) {
        Random random = new Random(seed);
        List<InjectedFault> faults = new ArrayList<>();
        IntStream.range(0, FAULTS)
                .forEach(turn -> faults.add(InjectedFault.of(draw(random, CALLS), draw(random, KINDS))
                        .withNth(1 + random.nextInt(2))
                        .withTimes(1 + random.nextInt(3))));
        return faults;
    }

    private static <T> T draw(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
