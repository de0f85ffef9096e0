package dev.crossrun.standalone;

import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong while somebody has an access for a time, and what people do meanwhile: drawn from a seed and from nothing else.
 *
 * @param wish what somebody wants in the window
 * @param wishAt how long after the beginning
 * @param extended whether whoever is asked for more time gives it
 * @param endsSessions whether open sessions end with the access
 * @param hadBefore whether the user has the set on the first account for good
 * @param roleStays whether somebody else has the set on that account, so that its role outlives the access
 * @param overlap whether another run gives the same, and for longer
 */
record AccessSchedule(
        long seed,
        List<InjectedFault> faults,
        Wish wish,
        Duration wishAt,
        boolean extended,
        boolean endsSessions,
        boolean hadBefore,
        boolean roleStays,
        boolean overlap) {
    enum Wish {
        NOTHING,
        END,
        MORE_TIME,
        ABORT
    }

    private static final List<String> READS = List.of(
            "sts:AssumeRole",
            "sso:ListInstances",
            "sso:DescribePermissionSet",
            "sso:GetInlinePolicyForPermissionSet",
            "sso:ListAccountAssignments",
            "sso:ListAccountAssignmentsForPrincipal",
            "sso:DescribeAccountAssignmentCreationStatus",
            "sso:DescribeAccountAssignmentDeletionStatus",
            "sso:DescribePermissionSetProvisioningStatus",
            "identitystore:GetUserId",
            "cloudtrail:LookupEvents");

    private static final List<String> WRITES = List.of(
            "sso:CreateAccountAssignment",
            "sso:DeleteAccountAssignment",
            "sso:PutInlinePolicyToPermissionSet",
            "sso:DeleteInlinePolicyFromPermissionSet",
            "sso:ProvisionPermissionSet");

    private static final List<String> FAIL_LATER =
            List.of("sso:CreateAccountAssignment", "sso:DeleteAccountAssignment", "sso:ProvisionPermissionSet");

    private static final List<Kind> ON_ANY = List.of(
            Kind.THROTTLED,
            Kind.SERVER_ERROR,
            Kind.NO_ANSWER_BEFORE,
            Kind.NO_ANSWER_AFTER,
            Kind.ACCESS_DENIED,
            Kind.EXPIRED_CREDENTIALS,
            Kind.SLOW);

    static AccessSchedule of(long seed) {
        Random random = Schedule.random(seed);
        List<InjectedFault> faults = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            faults.add(fault(random));
        }
        return new AccessSchedule(
                seed,
                List.copyOf(faults),
                draw(random, List.of(Wish.values())),
                Duration.ofMinutes(random.nextInt(58)),
                random.nextInt(3) > 0,
                random.nextInt(4) > 0,
                random.nextInt(4) == 0,
                random.nextBoolean(),
                random.nextInt(3) == 0);
    }

    private static InjectedFault fault(Random random) {
        int what = random.nextInt(10);
        if (what == 0) {
            return InjectedFault.of(draw(random, WRITES), Kind.QUOTA).forEver();
        }
        if (what < 3) {
            return InjectedFault.of(draw(random, FAIL_LATER), Kind.FAILS_LATER)
                    .withText("Something went wrong")
                    .withNth(1 + random.nextInt(2))
                    .withTimes(1 + random.nextInt(3));
        }
        String operation = draw(random, random.nextInt(3) == 0 ? READS : WRITES);
        if (what == 3) {
            String read = draw(random, READS);
            return read.startsWith("sts:")
                    ? InjectedFault.of(read, Kind.SERVER_ERROR).withTimes(3)
                    : InjectedFault.of(read, Kind.STALE_READ).withNth(1 + random.nextInt(3));
        }
        InjectedFault refused =
                InjectedFault.of(operation, draw(random, ON_ANY)).withNth(1 + random.nextInt(2));
        return refused.kind() == Kind.ACCESS_DENIED ? refused.forEver() : refused.withTimes(1 + random.nextInt(6));
    }

    private static <T> T draw(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
