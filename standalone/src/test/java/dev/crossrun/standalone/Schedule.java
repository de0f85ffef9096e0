package dev.crossrun.standalone;

import dev.crossrun.simulator.fault.Fault;
import dev.crossrun.simulator.fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What goes wrong in one run, and how its people take it: drawn from a seed and from nothing else.
 *
 * @param whole whether the company starts from nothing; else the instance and Entra are there
 * @param mapsWrong whether the administrator first leaves a row of the mappings out
 * @param mixesUp whether the administrator first hands in a wrong document
 * @param interruption what somebody does to the run in its midst
 * @param interruptedAt the call of the cloud after which that happens
 * @param givesUp how the run is aborted by whoever cannot mend a stuck step: UNDO or LEAVE
 */
record Schedule(
        long seed,
        boolean whole,
        List<Fault> faults,
        boolean mapsWrong,
        boolean mixesUp,
        Optional<Interruption> interruption,
        int interruptedAt,
        String givesUp) {
    private static final List<String> READS = List.of(
            "sts:AssumeRole",
            "organizations:DescribeAccount",
            "sso:ListInstances",
            "sso:ListApplications",
            "identitystore:GetUserId",
            "connect:DescribeInstance",
            "connect:SearchUsers",
            "iam:GetRole",
            "iam:GetPolicy",
            "iam:GetSAMLProvider",
            "iam:SimulatePrincipalPolicy",
            "cloudtrail:LookupEvents");

    private static final List<String> WRITES = List.of(
            "iam:CreateSAMLProvider",
            "iam:CreatePolicy",
            "iam:CreateRole",
            "iam:AttachRolePolicy",
            "sso:CreateApplicationAssignment",
            "iam:DeleteRole",
            "iam:DeletePolicy",
            "sso:DeleteApplicationAssignment");

    private static final List<String> WHOLE_READS = List.of(
            "entra:token",
            "entra:federationMetadata",
            "graph:listApplications",
            "graph:getApplication",
            "graph:getServicePrincipal",
            "graph:listUsers",
            "graph:listAssignments",
            "graph:getJob",
            "connect:ListInstances",
            "connect:ListRoutingProfiles",
            "scim:ServiceProviderConfig",
            "sso:ListAccountAssignments");

    private static final List<String> WHOLE_WRITES = List.of(
            "graph:instantiate",
            "graph:updateApplication",
            "graph:updateServicePrincipal",
            "graph:addTokenSigningCertificate",
            "graph:assign",
            "graph:createJob",
            "graph:validateCredentials",
            "graph:putSecrets",
            "graph:startJob",
            "graph:provisionOnDemand",
            "connect:CreateInstance",
            "connect:CreateUser",
            "sso:CreateAccountAssignment",
            "graph:deleteApplication",
            "graph:unassign",
            "connect:DeleteUser",
            "connect:DeleteInstance",
            "sso:DeleteAccountAssignment");

    private static final List<String> EVENTS = List.of(
            "event:UpdateApplicationInstanceResponseSchemaConfiguration",
            "event:AssumeRoleWithSAML",
            "event:GetFederationToken");

    private static final List<String> WHOLE_EVENTS = List.of("event:EnableExternalIdPConfigurationForDirectory");

    private static final List<Kind> ON_ANY = List.of(
            Kind.THROTTLED,
            Kind.SERVER_ERROR,
            Kind.NO_ANSWER_BEFORE,
            Kind.NO_ANSWER_AFTER,
            Kind.ACCESS_DENIED,
            Kind.EXPIRED_CREDENTIALS,
            Kind.SLOW);

    private static final List<Kind> ON_EVENT = List.of(Kind.EVENT_LATE, Kind.EVENT_DOUBLED, Kind.EVENT_MISSING);

    /** Who changes what behind a run's back, once its role or provider is there. */
    private static final List<Kind> CHANGES = List.of(Kind.DELETE_RESOURCE, Kind.REPLACE_RESOURCE, Kind.UNTAG_RESOURCE);

    /** What can be done to a run. */
    enum Interruption {
        ABORT_UNDO,
        ABORT_LEAVE,
        CANCEL,
        REDO
    }

    static Schedule of(long seed) {
        Random random = new Random(seed);
        boolean whole = Math.floorMod(seed, 4) == 0;
        List<Fault> faults = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            faults.add(fault(random, whole));
        }
        Optional<Interruption> interruption = random.nextInt(3) == 0
                ? Optional.of(Interruption.values()[random.nextInt(Interruption.values().length)])
                : Optional.empty();
        return new Schedule(
                seed,
                whole,
                List.copyOf(faults),
                random.nextInt(4) == 0,
                random.nextInt(4) == 0,
                interruption,
                20 + random.nextInt(whole ? 160 : 50),
                random.nextInt(4) == 0 ? "LEAVE" : "UNDO");
    }

    private static Fault fault(Random random, boolean whole) {
        int what = random.nextInt(20);
        if (what < 3) {
            String event = draw(random, whole ? both(EVENTS, WHOLE_EVENTS) : EVENTS);
            Fault late = Fault.of(event, draw(random, ON_EVENT));
            return late.kind() == Kind.EVENT_LATE
                    ? late.withDuration(Duration.ofMinutes(1 + random.nextInt(14)))
                    : late;
        }
        if (what < 5) {
            String target = random.nextBoolean() ? FederationRun.ROLE_ARN : FederationRun.PROVIDER_ARN;
            return Fault.of(
                            random.nextBoolean() ? "iam:AttachRolePolicy" : "iam:SimulatePrincipalPolicy",
                            draw(random, CHANGES))
                    .withTarget(target);
        }
        if (what < 7) {
            String write = draw(random, whole ? both(WRITES, WHOLE_WRITES) : WRITES);
            return Fault.of(write, write.startsWith("entra:") ? Kind.THROTTLED : Kind.QUOTA)
                    .forEver();
        }
        if (what == 7 && whole) {
            return Fault.of("connect:CreateInstance", Kind.FAILS_LATER).withText("The directory could not be created");
        }
        if (what < 10) {
            String read = draw(random, whole ? both(READS, WHOLE_READS) : READS);
            return read.startsWith("entra:") || read.startsWith("scim:") || read.startsWith("sts:")
                    ? Fault.of(read, Kind.SERVER_ERROR)
                    : Fault.of(read, Kind.STALE_READ).withNth(1 + random.nextInt(3));
        }
        List<String> writes = whole ? both(WRITES, WHOLE_WRITES) : WRITES;
        List<String> reads = whole ? both(READS, WHOLE_READS) : READS;
        Fault refused = Fault.of(draw(random, random.nextInt(3) == 0 ? reads : writes), draw(random, ON_ANY))
                .withNth(1 + random.nextInt(2));
        return refused.kind() == Kind.ACCESS_DENIED ? refused.forEver() : refused.withTimes(1 + random.nextInt(4));
    }

    private static <T> T draw(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static List<String> both(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
