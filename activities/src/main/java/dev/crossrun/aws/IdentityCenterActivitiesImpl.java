package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.Place;
import dev.crossrun.run.Found;
import dev.crossrun.run.Presence;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;
import software.amazon.awssdk.services.ssoadmin.model.ApplicationAssignment;
import software.amazon.awssdk.services.ssoadmin.model.InstanceMetadata;

/** IAM Identity Center. */
public final class IdentityCenterActivitiesImpl implements IdentityCenterActivities {
    /** What OAuth applications, which are no business of a federation, have for a provider. */
    private static final String OAUTH_PROVIDER = "arn:aws:sso::aws:applicationProvider/custom";

    private final AwsAccounts accounts;
    private final IdentityStore store;

    public IdentityCenterActivitiesImpl(AwsAccounts accounts) {
        this.accounts = accounts;
        this.store = new IdentityStore(accounts);
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
            throw FailureType.INCONSISTENT.failure("IAM Identity Center lists " + candidates.size()
                    + " instances of an organization in " + place.region());
        }
        return candidates.stream()
                .findFirst()
                .map(each -> new Instance(
                        place,
                        each.instanceArn(),
                        each.identityStoreId(),
                        each.ownerAccountId(),
                        each.statusAsString()))
                .orElseThrow(() -> FailureType.NOT_FOUND.failure("account " + place.account()
                        + " sees no organization instance of IAM Identity Center in " + place.region()));
    }

    @Override
    public Principals findPrincipals(PrincipalQuery query) {
        return new Principals(
                query.usernames().stream()
                        .flatMap(name -> store.user(query.instance(), name.value()).stream())
                        .toList(),
                query.groups().stream()
                        .flatMap(name -> store.group(query.instance(), name).stream())
                        .toList());
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
    public void assign(Assignment assignment) {
        SsoAdminClient sso = accounts.ssoAdmin(assignment.instance().place());
        Principal principal = assignment.principal();
        boolean created = AwsFailures.created(
                "assigning " + principal.name() + " to " + assignment.applicationArn(),
                () -> sso.createApplicationAssignment(request -> request.applicationArn(assignment.applicationArn())
                        .principalId(principal.id())
                        .principalType(principal.type())));
        // ConflictException says "there already" and also "another change is under way".
        if (!created && findAssignment(assignment).presence() == Presence.ABSENT) {
            throw FailureType.UNAVAILABLE.failure("IAM Identity Center is changing " + assignment.applicationArn()
                    + " already and refuses to assign " + principal.name() + " meanwhile");
        }
    }

    @Override
    public Found findAssignment(Assignment assignment) {
        SsoAdminClient sso = accounts.ssoAdmin(assignment.instance().place());
        Principal principal = assignment.principal();
        return AwsFailures.found(
                        "reading the assignment of " + principal.name() + " to " + assignment.applicationArn(),
                        () -> sso.describeApplicationAssignment(
                                request -> request.applicationArn(assignment.applicationArn())
                                        .principalId(principal.id())
                                        .principalType(principal.type())))
                .map(there -> new Found(Presence.FOREIGN, Optional.empty(), Map.of()))
                .orElseGet(Found::absent);
    }
}
