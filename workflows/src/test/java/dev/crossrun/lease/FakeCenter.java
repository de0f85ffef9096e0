package dev.crossrun.lease;

import dev.crossrun.activity.AlertActivities.Alert;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.activity.IdentityCenterActivities.UserQuery;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.LeaseActivities.Holding;
import dev.crossrun.activity.PermissionSetActivities.Assigned;
import dev.crossrun.activity.PermissionSetActivities.AssignedQuery;
import dev.crossrun.activity.PermissionSetActivities.Details;
import dev.crossrun.activity.PermissionSetActivities.InlineChange;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.activity.PermissionSetActivities.Provision;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.Activity;
import io.temporal.activity.DynamicActivity;
import io.temporal.common.converter.EncodedValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** IAM Identity Center with one permission set, as a keeper sees it. */
final class FakeCenter implements DynamicActivity {
    final Set<AccountAssignment> given = ConcurrentHashMap.newKeySet();
    final Set<String> closed = ConcurrentHashMap.newKeySet();

    /** The answer to an earlier question which runs are closed, which somebody gives instead of this one. */
    volatile Optional<List<String>> copied = Optional.empty();

    final List<AccountId> provisioned = new CopyOnWriteArrayList<>();
    final AtomicInteger tried = new AtomicInteger();

    /** How many calls failed as {@link #failing} says. */
    final AtomicInteger refused = new AtomicInteger();

    /** How a removal fails. */
    volatile Optional<FailureType> removal = Optional.empty();

    /** How every other call fails, by its type. */
    final Map<String, FailureType> failing = new ConcurrentHashMap<>();

    /** Where nothing can be taken back for a while. */
    final Set<AccountId> stuck = ConcurrentHashMap.newKeySet();

    volatile Optional<String> policy = Optional.empty();

    /** The permission sets, by whose names the sweep looks for them. */
    final List<PermissionSet> sets = new CopyOnWriteArrayList<>();

    /** What the keepers of all sets hold, as the sweep is answered. */
    final List<Holding> holdings = new CopyOnWriteArrayList<>();

    /** Names of users by their ids. */
    final Map<String, String> users = new ConcurrentHashMap<>();

    final List<Alert> alerts = new CopyOnWriteArrayList<>();

    /** What happens after the next look at assignments. */
    volatile Runnable afterLook = () -> {};

    /** What somebody else writes just before the next change. */
    volatile Optional<String> editMeanwhile = Optional.empty();

    @Override
    public Object execute(EncodedValues arguments) {
        String type = Activity.getExecutionContext().getInfo().getActivityType();
        Optional.ofNullable(failing.get(type)).ifPresent(failure -> {
            refused.incrementAndGet();
            throw failure.failure(type + " was refused");
        });
        return switch (type) {
            case "IdentityCenter_FindAccountAssignments" ->
                List.of(given.contains(assignment(arguments)) ? Found.unmarked(Map.of()) : Found.absent());
            case "IdentityCenter_CreateAccountAssignments" -> {
                given.add(assignment(arguments));
                yield List.of(ItemResult.done());
            }
            case "IdentityCenter_RemoveAccountAssignments" -> remove(assignment(arguments));
            case "PermissionSet_Describe" -> {
                Key key = arguments.get(0, Key.class);
                yield new Details(key.permissionSet(), Duration.ofHours(4), policy, List.of(), List.of());
            }
            case "PermissionSet_PutInlinePolicy" -> put(arguments.get(0, InlineChange.class));
            case "PermissionSet_Provision" -> {
                provisioned.addAll(arguments.get(0, Provision.class).accounts());
                yield List.of(ItemResult.done());
            }
            case "IdentityCenter_DescribeInstance" -> LeaseKeeperTest.CENTER;
            case "IdentityCenter_FindPermissionSets" -> sets;
            case "PermissionSet_Accounts" ->
                given.stream().map(AccountAssignment::account).distinct().toList();
            case "PermissionSet_Assigned" -> assigned(arguments.get(0, AssignedQuery.class));
            case "IdentityCenter_DescribeUsers" -> users(arguments.get(0, UserQuery.class));
            case "Lease_Holdings" -> holdings;
            case "Alert_Send" -> alerts.add(arguments.get(0, Alert.class));
            case "Lease_Closed" -> copied.orElseGet(() -> closed(arguments.get(0, String[].class)));
            default -> throw new IllegalStateException(type);
        };
    }

    private List<String> closed(String[] runs) {
        return Stream.of(runs)
                .filter(run -> closed.contains(run) || !run.startsWith("temporary-access."))
                .toList();
    }

    private List<Assigned> assigned(AssignedQuery query) {
        List<Assigned> assigned = given.stream()
                .filter(each -> each.permissionSet().equals(query.key().permissionSet()))
                .filter(each -> query.accounts().contains(each.account()))
                .map(each -> new Assigned(
                        each.account(),
                        each.principal().type(),
                        each.principal().id()))
                .toList();
        afterLook.run();
        return assigned;
    }

    private List<User> users(UserQuery query) {
        return query.ids().stream()
                .filter(users::containsKey)
                .map(id -> new User(id, users.get(id), Optional.empty(), true))
                .toList();
    }

    private static AccountAssignment assignment(EncodedValues arguments) {
        return arguments.get(0, AccountAssignment[].class)[0];
    }

    private List<Removal> remove(AccountAssignment assignment) {
        tried.incrementAndGet();
        if (stuck.contains(assignment.account())) {
            throw FailureType.UNAVAILABLE.failure("the account is stuck");
        }
        removal.ifPresent(type -> {
            throw type.failure("the removal was refused");
        });
        return List.of(given.remove(assignment) ? Removal.removed() : Removal.gone());
    }

    private Object put(InlineChange change) {
        editMeanwhile.ifPresent(edit -> policy = Optional.of(edit));
        editMeanwhile = Optional.empty();
        if (!policy.equals(change.before())) {
            throw FailureType.CONFLICT.failure("somebody else has edited it");
        }
        policy = change.after();
        return "";
    }
}
