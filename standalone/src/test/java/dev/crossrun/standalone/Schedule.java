package dev.crossrun.standalone;

import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What goes wrong in one run, and how its people take it: drawn from a seed and from nothing else.
 *
 * @param whole whether the company starts from nothing; else the instance and Entra are there
 * @param quarantined whether Entra puts the provisioning job into quarantine once it has begun
 * @param slips what the administrator first does wrong
 * @param approver what becomes of the plan
 * @param unhurried whether people take two days for each task that nothing else waits for
 * @param tries how often a stuck step is tried again before it is given up
 * @param fixes whether its cause is fixed before the first of these
 * @param givesUp how the run is aborted by whoever gives up: UNDO or LEAVE
 * @param interruption what somebody does to the run in its midst
 * @param interruptedAt the call of the cloud after which that happens
 * @param undoer what becomes of an undo
 * @param corrects whether a stuck step that takes corrected input is tried again with it
 */
record Schedule(
        long seed,
        boolean whole,
        List<InjectedFault> faults,
        boolean quarantined,
        Set<Slip> slips,
        Approver approver,
        boolean unhurried,
        int tries,
        boolean fixes,
        String givesUp,
        Optional<Interruption> interruption,
        int interruptedAt,
        Undoer undoer,
        boolean corrects) {
    /** What whoever is asked to confirm an undo does. */
    enum Undoer {
        CONFIRMS,
        REFUSES,
        /** Confirms it, and ends the run when the first things are taken back. */
        STOPS
    }

    /** What can be done wrong in a console. */
    enum Slip {
        WRONG_DOCUMENT,
        MAPPING_LEFT_OUT,
        RELAY_STATE_OF_ANOTHER_REGION
    }

    /** What whoever is asked about the plan does. */
    enum Approver {
        APPROVES,
        REJECTS,
        SLEEPS
    }

    /** What can be done to a run. */
    enum Interruption {
        ABORT_UNDO,
        ABORT_LEAVE,
        CANCEL,
        REDO,
        /** Ended in Temporal without a word, and started again. */
        TERMINATE
    }

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

    /** What can be refused or lost in any call of an API. */
    private static final List<Kind> ON_ANY = List.of(
            Kind.THROTTLED,
            Kind.SERVER_ERROR,
            Kind.NO_ANSWER_BEFORE,
            Kind.NO_ANSWER_AFTER,
            Kind.ACCESS_DENIED,
            Kind.EXPIRED_CREDENTIALS,
            Kind.SLOW);

    private static final List<Kind> ON_EVENT = List.of(Kind.EVENT_LATE, Kind.EVENT_DOUBLED, Kind.EVENT_MISSING);

    /** What somebody does to a thing behind a run's back, once it is there. */
    private static final List<Kind> CHANGES = List.of(Kind.DELETE_RESOURCE, Kind.REPLACE_RESOURCE, Kind.UNTAG_RESOURCE);

    private static final List<String> CHANGED =
            List.of(FederationRun.ROLE_ARN, FederationRun.POLICY_ARN, FederationRun.PROVIDER_ARN);

    private static final String TRUSTING_THE_ACCOUNT = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": {"AWS": "arn:aws:iam::222222222222:root"}}]}""";

    /** Nothing goes wrong, and everybody answers at once. */
    static Schedule quiet(boolean whole) {
        return new Schedule(
                0,
                whole,
                List.of(),
                false,
                Set.of(),
                Approver.APPROVES,
                false,
                1,
                true,
                "LEAVE",
                Optional.empty(),
                0,
                Undoer.CONFIRMS,
                false);
    }

    /** The first numbers of {@link Random} itself are the same for seeds that are close together. */
    static Random random(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    static Schedule of(long seed) {
        Random random = random(seed);
        boolean whole = Math.floorMod(seed, 4) == 0;
        List<InjectedFault> faults = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            faults.add(fault(random, whole));
        }
        return new Schedule(
                seed,
                whole,
                List.copyOf(faults),
                random.nextInt(6) == 0,
                slips(random),
                approver(random.nextInt(20)),
                random.nextInt(5) == 0,
                1 + random.nextInt(3),
                random.nextBoolean(),
                random.nextInt(4) == 0 ? "LEAVE" : "UNDO",
                random.nextInt(5) < 2 ? Optional.of(draw(random, List.of(Interruption.values()))) : Optional.empty(),
                20 + random.nextInt(whole ? 160 : 50),
                undoer(random.nextInt(8)),
                random.nextBoolean());
    }

    private static Undoer undoer(int drawn) {
        return switch (drawn) {
            case 0 -> Undoer.REFUSES;
            case 1 -> Undoer.STOPS;
            default -> Undoer.CONFIRMS;
        };
    }

    private static Set<Slip> slips(Random random) {
        Set<Slip> slips = EnumSet.noneOf(Slip.class);
        for (Slip slip : Slip.values()) {
            if (random.nextInt(4) == 0) {
                slips.add(slip);
            }
        }
        return slips;
    }

    private static Approver approver(int drawn) {
        return switch (drawn) {
            case 0 -> Approver.REJECTS;
            case 1 -> Approver.SLEEPS;
            default -> Approver.APPROVES;
        };
    }

    private static InjectedFault fault(Random random, boolean whole) {
        List<String> writes = whole ? both(WRITES, WHOLE_WRITES) : WRITES;
        List<String> reads = whole ? both(READS, WHOLE_READS) : READS;
        int what = random.nextInt(20);
        if (what < 3) {
            return delivery(random, whole);
        }
        if (what < 5) {
            return change(random, whole);
        }
        if (what < 7) {
            return InjectedFault.of(draw(random, writes), Kind.QUOTA).forEver();
        }
        if (what == 7 && whole) {
            return InjectedFault.of("connect:CreateInstance", Kind.FAILS_LATER)
                    .withText("The directory could not be created");
        }
        if (what < 10) {
            return stale(random, draw(random, reads));
        }
        return refusal(random, draw(random, random.nextInt(3) == 0 ? reads : writes));
    }

    private static InjectedFault delivery(Random random, boolean whole) {
        InjectedFault late =
                InjectedFault.of(draw(random, whole ? both(EVENTS, WHOLE_EVENTS) : EVENTS), draw(random, ON_EVENT));
        return late.kind() == Kind.EVENT_LATE ? late.withDuration(Duration.ofMinutes(1 + random.nextInt(14))) : late;
    }

    private static InjectedFault change(Random random, boolean whole) {
        if (random.nextInt(5) == 0) {
            return InjectedFault.of("connect:CreateUser", Kind.ADD_AGENT)
                    .withTarget(whole ? "acme-contact" : ContactCenter.CONNECT_INSTANCE_ID)
                    .withText("alan@example.com");
        }
        String when = random.nextBoolean() ? "iam:AttachRolePolicy" : "iam:SimulatePrincipalPolicy";
        if (random.nextInt(4) == 0) {
            return InjectedFault.of(when, Kind.CHANGE_RESOURCE)
                    .withTarget(FederationRun.ROLE_ARN)
                    .withText(TRUSTING_THE_ACCOUNT);
        }
        return InjectedFault.of(when, draw(random, CHANGES)).withTarget(draw(random, CHANGED));
    }

    /** What has no stale reads is slow or down instead. */
    private static InjectedFault stale(Random random, String read) {
        return read.startsWith("entra:") || read.startsWith("scim:") || read.startsWith("sts:")
                ? InjectedFault.of(read, Kind.SERVER_ERROR).withTimes(1 + random.nextInt(4))
                : InjectedFault.of(read, Kind.STALE_READ).withNth(1 + random.nextInt(3));
    }

    /** A denied permission stays denied until somebody fixes it; a wrong clock is a matter of AWS and of Graph. */
    private static InjectedFault refusal(Random random, String operation) {
        boolean clock = !operation.startsWith("entra:") && !operation.startsWith("scim:") && random.nextInt(8) == 0;
        InjectedFault refused = InjectedFault.of(operation, clock ? Kind.CLOCK_SKEW : draw(random, ON_ANY))
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
