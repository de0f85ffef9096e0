package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.domain.Username;
import dev.crossrun.pace.Pace;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.failure.ApplicationFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.ApplicationAssignment;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;

/** IAM Identity Center. */
public final class IdentityCenterActivitiesImpl implements IdentityCenterActivities {
    /** What OAuth applications, which are no business of a federation, have for a provider. */
    private static final String OAUTH_PROVIDER = "arn:aws:sso::aws:applicationProvider/custom";

    private final AwsAccounts accounts;

    private final Pace<Place> pace;
    private final IdentityStore store;
    private final AccountAssignments assignments;

    public IdentityCenterActivitiesImpl(AwsAccounts accounts) {
        this.accounts = accounts;
        this.pace = accounts.identityCenterPace();
        this.store = new IdentityStore(accounts, pace);
        this.assignments = new AccountAssignments(accounts, pace);
    }

    @Override
    public Principals awaitArrival(PrincipalQuery query) {
        Principals there = findPrincipals(query);
        for (User user : there.users()) {
            if (!user.primaryEmail().equals(Optional.of(user.username()))) {
                throw FailureType.CONFLICT.failure(
                        user.username() + " arrived in the identity store with the e-mail address "
                                + user.primaryEmail().orElse("(none)"),
                        "Make sign-in name and e-mail address equal in Entra, have the user provisioned again, then"
                                + " try again.");
            }
        }
        List<String> missing = Stream.concat(
                        query.usernames().stream()
                                .map(Username::value)
                                .filter(name -> there.users().stream()
                                        .noneMatch(user -> user.username().equals(name))),
                        query.groups().stream()
                                .filter(name -> there.groups().stream()
                                        .noneMatch(group -> group.name().equals(name))))
                .toList();
        if (!missing.isEmpty()) {
            throw FailureType.NOT_READY.failure("the identity store has no " + String.join(", no ", missing) + " yet");
        }
        return there;
    }

    @Override
    public List<PermissionSet> findPermissionSets(PermissionSetQuery query) {
        return assignments.permissionSets(query.instance()).stream()
                .filter(each -> query.names().contains(each.name()))
                .toList();
    }

    @Override
    public Snapshot snapshotAssignments(Instance instance) {
        return assignments.snapshot(instance);
    }

    @Override
    public List<Found> findAccountAssignments(List<AccountAssignment> wanted) {
        return assignments.find(wanted);
    }

    @Override
    public List<ItemResult> createAccountAssignments(List<AccountAssignment> wanted) {
        return ItemByItem.put(wanted, failure -> false, assignments::create);
    }

    @Override
    public List<Removal> removeAccountAssignments(List<AccountAssignment> removable, UndoPass pass) {
        return assignments.remove(removable, pass.preview());
    }

    @Override
    public Instance describeInstance(Place place) {
        SsoAdminClient sso = accounts.ssoAdmin(place);
        List<InstanceMetadata> all = AwsFailures.translating(
                "listing the instances of IAM Identity Center in " + place.region(),
                () -> sso.listInstancesPaginator(request -> request.maxResults(100)).instances().stream()
                        .toList());
        // A delegated administrator sees the organization's instance beside an account instance of its own.
        List<InstanceMetadata> candidates = all.size() < 2
                ? all
                : all.stream()
                        .filter(each ->
                                !each.ownerAccountId().equals(place.account().value()))
                        .toList();
        if (candidates.size() > 1) {
            throw FailureType.INCONSISTENT.failure(
                    "IAM Identity Center lists " + candidates.size() + " instances of an organization in "
                            + place.region(),
                    "An organization has one instance: ask AWS about the others, then try again.");
        }
        return candidates.stream()
                .findFirst()
                .map(each -> new Instance(
                        place,
                        each.instanceArn(),
                        each.identityStoreId(),
                        each.ownerAccountId(),
                        each.statusAsString()))
                .orElseThrow(() -> FailureType.NOT_FOUND.failure(
                        "account " + place.account() + NO_INSTANCE_SAYING + place.region(),
                        "Use the account that administers IAM Identity Center, and its home Region."));
    }

    @Override
    public Principals findPrincipals(PrincipalQuery query) {
        return store.find(query);
    }

    @Override
    public List<User> describeUsers(UserQuery query) {
        return store.describe(query);
    }

    @Override
    public List<Application> listApplications(Instance instance) {
        SsoAdminClient sso = accounts.ssoAdmin(instance.place());
        return AwsFailures.translating(
                "listing the applications of IAM Identity Center",
                () ->
                        sso
                                .listApplicationsPaginator(request -> request.instanceArn(instance.arn()))
                                .applications()
                                .stream()
                                .filter(each -> !OAUTH_PROVIDER.equals(each.applicationProviderArn()))
                                .map(each -> new Application(
                                        each.applicationArn(),
                                        each.name(),
                                        each.applicationProviderArn(),
                                        "ENABLED".equals(each.statusAsString())))
                                .toList());
    }

    @Override
    public List<String> applicationAssignments(ApplicationAssignments query) {
        SsoAdminClient sso = accounts.ssoAdmin(query.instance().place());
        return AwsFailures.translating(
                        "listing the assignments of " + query.applicationArn(),
                        () -> sso
                                .listApplicationAssignmentsPaginator(
                                        request -> request.applicationArn(query.applicationArn()))
                                .applicationAssignments()
                                .stream()
                                .toList())
                .stream()
                .map(ApplicationAssignment::principalId)
                .toList();
    }

    @Override
    public List<Found> findAssignments(List<Assignment> wanted) {
        Map<ApplicationAssignments, Set<String>> assigned = new HashMap<>();
        return wanted.stream()
                .map(each -> assigned.computeIfAbsent(
                                new ApplicationAssignments(each.instance(), each.applicationArn()),
                                application -> Set.copyOf(applicationAssignments(application)))
                        .contains(each.principal().id()))
                .map(there -> there ? Found.unmarked(Map.of()) : Found.absent())
                .toList();
    }

    @Override
    public List<ItemResult> assign(List<Assignment> wanted) {
        return ItemByItem.put(
                wanted,
                failure -> ItemByItem.isDenied(failure) || refusesTheKind(failure),
                (assignment, note) -> assign(assignment));
    }

    private static boolean refusesTheKind(ApplicationFailure failure) {
        return FailureType.error(failure).code().equals(Optional.of(REFUSED_KIND))
                && failure.getOriginalMessage().contains(REFUSED_KIND_SAYING);
    }

    private ItemResult assign(Assignment assignment) {
        SsoAdminClient sso = paced(assignment);
        Principal principal = assignment.principal();
        boolean created = AwsFailures.created(
                "assigning " + principal.name() + " to " + assignment.applicationArn(),
                () -> sso.createApplicationAssignment(request -> request.applicationArn(assignment.applicationArn())
                        .principalId(principal.id())
                        .principalType(principal.type())));
        // ConflictException says "there already" and also "another change is under way".
        if (!created && !isThere(assignment)) {
            throw FailureType.UNAVAILABLE.failure("IAM Identity Center is changing " + assignment.applicationArn()
                    + " already and refuses to assign " + principal.name() + " meanwhile");
        }
        return ItemResult.done();
    }

    @Override
    public List<Removal> unassign(List<Assignment> removable, UndoPass pass) {
        return ItemByItem.remove(removable, (assignment, note) -> unassign(assignment, pass.preview()));
    }

    private Removal unassign(Assignment assignment, boolean preview) {
        if (!isThere(assignment)) {
            return Removal.gone();
        }
        String doing = "taking " + assignment.principal().name() + " off " + assignment.applicationArn();
        return preview ? Removal.removed() : AwsFailures.removing(doing, () -> delete(doing, assignment));
    }

    private void delete(String doing, Assignment assignment) {
        SsoAdminClient sso = paced(assignment);
        Principal principal = assignment.principal();
        AwsFailures.changing(
                doing,
                () -> sso.deleteApplicationAssignment(request -> request.applicationArn(assignment.applicationArn())
                        .principalId(principal.id())
                        .principalType(principal.type())));
    }

    private boolean isThere(Assignment assignment) {
        SsoAdminClient sso = paced(assignment);
        Principal principal = assignment.principal();
        return AwsFailures.found(
                        "reading the assignment of " + principal.name() + " to " + assignment.applicationArn(),
                        () -> sso.describeApplicationAssignment(
                                request -> request.applicationArn(assignment.applicationArn())
                                        .principalId(principal.id())
                                        .principalType(principal.type())))
                .isPresent();
    }

    /** For one call, when its turn has come. */
    private SsoAdminClient paced(Assignment assignment) {
        pace.await(assignment.instance().place());
        return accounts.ssoAdmin(assignment.instance().place());
    }
}
