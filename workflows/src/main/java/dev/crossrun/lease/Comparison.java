package dev.crossrun.lease;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities.Holding;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.PermissionSetActivities.Assigned;
import dev.crossrun.activity.PermissionSetActivities.AssignedQuery;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.domain.AccountId;
import dev.crossrun.lease.LeaseSweep.Difference;
import dev.crossrun.lease.LeaseSweep.Kind;
import dev.crossrun.lease.LeaseSweep.Scope;
import io.temporal.failure.ActivityFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Assignments of users and leases, compared once. What cannot be read of one permission set holds back no other.
 *
 * @param center absent if it could not be read
 * @param differences by permission set, account and user; a user who is only known by the id has it for a name
 */
record Comparison(Optional<Instance> center, List<Difference> differences, List<String> unread) {
    /** Accounts of one call: it then takes a few seconds at the pace of the service. */
    private static final int PORTION = 50;

    private static final Comparator<Difference> ORDER = Comparator.comparing(Difference::permissionSet)
            .thenComparing(each -> each.account().value())
            .thenComparing(Difference::userId);

    static Comparison of(Scope scope) {
        try {
            Instance center =
                    KeeperCalls.identityCenter("Look up IAM Identity Center").describeInstance(scope.place());
            List<PermissionSet> sets = KeeperCalls.identityCenter("Look up the permission sets")
                    .findPermissionSets(new PermissionSetQuery(center, scope.permissionSets()));
            return of(center, scope.permissionSets(), sets);
        } catch (ActivityFailure failure) {
            return new Comparison(Optional.empty(), List.of(), List.of(FailureType.message(failure)));
        }
    }

    private static Comparison of(Instance center, List<String> names, List<PermissionSet> sets) {
        Set<String> there = sets.stream().map(PermissionSet::name).collect(Collectors.toSet());
        List<String> unread = names.stream()
                .filter(name -> !there.contains(name))
                .map(name -> "IAM Identity Center has no permission set " + name)
                .collect(Collectors.toCollection(ArrayList::new));
        List<Difference> differences = new ArrayList<>();
        for (PermissionSet set : sets) {
            try {
                differences.addAll(differences(new Key(center, set)));
            } catch (ActivityFailure failure) {
                unread.add(set.name() + ": " + FailureType.message(failure));
            }
        }
        differences.sort(ORDER);
        return new Comparison(Optional.of(center), differences, unread);
    }

    private static List<Difference> differences(Key key) {
        PermissionSet set = key.permissionSet();
        List<Holding> holdings = KeeperCalls.leases("Ask what the keeper of " + set.name() + " holds")
                .holdings(set);
        Set<UserOnAccount> assigned =
                assigned(key).map(UserOnAccount::of).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<UserOnAccount> removed = leases(holdings.stream().filter(each -> !each.before()))
                .map(UserOnAccount::of)
                .collect(Collectors.toSet());
        Stream<Difference> notHeld = assigned.stream()
                .filter(each -> !removed.contains(each))
                .map(each -> new Difference(Kind.NOT_HELD, set.name(), each.account(), each.user(), each.user()));
        Stream<Difference> notAssigned = leases(holdings.stream())
                .filter(lease -> !assigned.contains(UserOnAccount.of(lease)))
                .map(lease -> notAssigned(set, lease))
                .distinct();
        return Stream.concat(notHeld, notAssigned).toList();
    }

    private static Stream<Lease> leases(Stream<Holding> holdings) {
        return holdings.flatMap(each -> each.leases().stream());
    }

    private static Difference notAssigned(PermissionSet set, Lease lease) {
        Principal user = lease.assignment().principal();
        return new Difference(Kind.NOT_ASSIGNED, set.name(), lease.assignment().account(), user.id(), user.name());
    }

    /** Every assignment of a user; those of groups are nobody's lease. */
    private static Stream<Assigned> assigned(Key key) {
        PermissionSetActivities sets =
                KeeperCalls.permissionSets("Look who has " + key.permissionSet().name());
        List<AccountId> accounts = sets.accounts(key);
        return IntStream.iterate(0, from -> from < accounts.size(), from -> from + PORTION)
                .mapToObj(from -> accounts.subList(from, Math.min(accounts.size(), from + PORTION)))
                .flatMap(portion -> sets.assigned(new AssignedQuery(key, portion)).stream())
                .filter(each -> each.type().equals("USER"));
    }

    /** What another look saw, too. */
    Comparison onlyThoseOf(Comparison other) {
        return new Comparison(
                center, differences.stream().filter(other.differences::contains).toList(), unread);
    }
}
