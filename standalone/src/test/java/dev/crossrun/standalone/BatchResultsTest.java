package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.CONNECT;
import static dev.crossrun.standalone.ActivityBench.CONNECT_ACCOUNT;
import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.failure;
import static dev.crossrun.standalone.FederationRun.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.NewUser;
import dev.crossrun.activity.ConnectActivities.NewUsers;
import dev.crossrun.activity.ConnectActivities.ProfileQuery;
import dev.crossrun.activity.ConnectActivities.Profiles;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.ItemResult.Outcome;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Username;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.simulator.world.ContactCenter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of each item of a batch. */
class BatchResultsTest {
    private static final InstanceKey INSTANCE =
            new InstanceKey(CONNECT, new InstanceId(ContactCenter.CONNECT_INSTANCE_ID));
    private static final Duration DELAY = Duration.ofMinutes(1);

    private ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void createsTheOtherUsersThoughOneIsRefused() {
        Profiles profiles = bench.connect.findProfiles(new ProfileQuery(INSTANCE, List.of()));
        String routing = profiles.routing().get("Basic Routing Profile");

        List<ItemResult> results = bench.connect.createUsers(new NewUsers(
                INSTANCE,
                List.of(
                        user("agent1@example.com", "11111111-2222-3333-4444-555555555555", profiles),
                        user(ADA, routing, profiles),
                        user("agent2@example.com", routing, profiles)),
                MARK));

        assertThat(results)
                .extracting(ItemResult::outcome)
                .containsExactly(Outcome.FAILED, Outcome.THERE, Outcome.DONE);
        FailureView refused = results.get(0).failure().orElseThrow();
        assertThat(refused.message()).contains("agent1@example.com");
        assertThat(refused.provider()).contains("Connect");
        assertThat(refused.remedy()).isPresent();
    }

    @Test
    void asksForNoMoreUsersOnceTheQuotaIsReached() {
        bench.simulator
                .world()
                .requireAccount(ContactCenter.CONNECT_ACCOUNT)
                .applyQuota(ContactCenter.CONNECT_REGION, ContactCenter.QUOTA_CODES.get(1), 0);
        Profiles profiles = bench.connect.findProfiles(new ProfileQuery(INSTANCE, List.of()));
        String routing = profiles.routing().get("Basic Routing Profile");
        bench.changes();

        List<ItemResult> results = bench.connect.createUsers(new NewUsers(
                INSTANCE,
                Stream.of("agent1@example.com", "agent2@example.com", "agent3@example.com")
                        .map(name -> user(name, routing, profiles))
                        .toList(),
                MARK));

        assertThat(bench.changes()).containsExactly("connect:CreateUser");
        assertThat(results).extracting(ItemResult::outcome).containsOnly(Outcome.FAILED);
        assertThat(results.get(2)).isEqualTo(results.get(0));
        assertThat(results.get(0).failure().orElseThrow().type()).isEqualTo("QUOTA_EXCEEDED");
    }

    @Test
    void assignsNobodyMoreInEntraOnceThePermissionWasDenied() {
        EntraActivities.Application application = bench.entra.putApplication(
                new EntraActivities.NamedApplication(ContactCenter.TENANT_ID, "Contact center", MARK, false),
                Optional.empty());
        EntraActivities.People people = bench.entra.findPeople(new EntraActivities.PeopleQuery(
                ContactCenter.TENANT_ID, List.of(), List.of("Contact Center Agents", "Contact Center Admins")));
        List<EntraActivities.Assignment> wanted = people.groups().stream()
                .map(group -> new EntraActivities.Assignment(application, group))
                .toList();
        assertThat(wanted).hasSize(2);
        assertThat(bench.entra.findAssignments(wanted)).containsOnly(Found.absent());
        bench.simulator.world().entra().orElseThrow().revoke("AppRoleAssignment.ReadWrite.All");
        bench.entra.grants(ContactCenter.TENANT_ID);
        bench.changes();

        List<ItemResult> results = bench.entra.assign(wanted);

        assertThat(bench.changes()).hasSize(1);
        assertThat(results)
                .extracting(result -> result.failure().orElseThrow().code().orElseThrow())
                .containsExactly(EntraActivities.NOT_GRANTED, EntraActivities.NOT_GRANTED);
    }

    @Test
    void asksForEveryAccountAssignmentBeforeItWaits() {
        bench.close();
        bench = new ActivityBench(settings -> settings.withDelays(DELAY, Duration.ZERO));
        List<AccountAssignment> wanted =
                List.of(accountAssignment("Contact Center Admins"), accountAssignment("Contact Center Agents"));
        bench.changes();

        assertThat(failure(() -> bench.identityCenter.createAccountAssignments(wanted))
                        .getType())
                .isEqualTo("NOT_READY");

        bench.later(DELAY);
        assertThat(failure(() -> bench.identityCenter.createAccountAssignments(wanted))
                        .getType())
                .describedAs("another change of this permission set on this account was under way for the second")
                .isEqualTo("NOT_READY");
        bench.later(DELAY);
        assertThat(bench.identityCenter.createAccountAssignments(wanted))
                .containsExactly(ItemResult.done(), ItemResult.done());
        assertThat(bench.identityCenter.findAccountAssignments(wanted)).containsOnly(Found.unmarked(Map.of()));
    }

    private static NewUser user(String name, String routing, Profiles profiles) {
        return new NewUser(
                new Username(name),
                "Agent",
                "Example",
                routing,
                List.of(profiles.security().get("Agent")));
    }

    private AccountAssignment accountAssignment(String group) {
        Instance instance = bench.identityCenter.describeInstance(new Place(
                new AccountId(ContactCenter.MANAGEMENT_ACCOUNT), new Region(ContactCenter.IDENTITY_CENTER_REGION)));
        return new AccountAssignment(
                instance,
                bench.identityCenter
                        .findPermissionSets(new PermissionSetQuery(instance, List.of("ConnectAdministrator")))
                        .get(0),
                CONNECT_ACCOUNT,
                bench.identityCenter
                        .findPrincipals(new PrincipalQuery(instance, List.of(), List.of(group), false))
                        .groups()
                        .get(0));
    }
}
