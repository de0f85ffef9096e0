package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.CONNECT;
import static dev.crossrun.standalone.ActivityBench.CONNECT_ACCOUNT;
import static dev.crossrun.standalone.ActivityBench.failure;
import static dev.crossrun.standalone.FederationRun.ADA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.CloudTrailActivities.Action;
import dev.crossrun.activity.CloudTrailActivities.Actions;
import dev.crossrun.activity.CloudTrailActivities.Authentication;
import dev.crossrun.activity.CloudTrailActivities.TrailEvent;
import dev.crossrun.activity.CloudTrailActivities.UserActions;
import dev.crossrun.activity.Place;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.TrailEntry;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.ConnectException;
import software.amazon.awssdk.services.iam.IamClient;

/** What CloudTrail shows of somebody who has a permission set for a time. */
class UserActionsTest {
    private static final String SET = "ConnectAdministrator";
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Place SUPPORT =
            new Place(new AccountId(ContactCenter.SUPPORT_ACCOUNT), new Region(ContactCenter.CONNECT_REGION));

    private final ActivityBench bench = new ActivityBench();
    private final Instant start = bench.now();

    @BeforeEach
    void giveAccess() {
        center().plantPermissionSet("Reader", "PT1H", PermissionSet.Policies.NONE);
        for (Place place : List.of(CONNECT, SUPPORT)) {
            give(place.account(), SET);
        }
        give(CONNECT_ACCOUNT, "Reader");
        bench.later(STEP);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void showsWhatTheUserDidInEachPlaceByTime() {
        listInstances(SUPPORT, SET);
        bench.later(STEP);
        listInstances(CONNECT, SET);
        List<Object> heartbeats = bench.heartbeats(Object.class);

        Actions actions = actions(100, CONNECT, SUPPORT);

        assertThat(actions.actions()).extracting(Action::account).containsExactly(SUPPORT.account(), CONNECT.account());
        assertThat(actions.actions()).allSatisfy(action -> {
            assertThat(action.region()).isEqualTo(CONNECT.region());
            assertThat(action.service()).isEqualTo("connect.amazonaws.com");
            assertThat(action.event()).isEqualTo("ListInstances");
            assertThat(action.error()).isEmpty();
        });
        assertThat(actions.incomplete()).isFalse();
        assertThat(actions.problems()).isEmpty();
        assertThat(heartbeats).isNotEmpty();
    }

    @Test
    void findsWhoWasAuthenticatedByAnExternalIdentityProviderAndNobodyElse() {
        Place center = new Place(
                new AccountId(ContactCenter.MANAGEMENT_ACCOUNT), new Region(ContactCenter.IDENTITY_CENTER_REGION));
        authenticated("grace@example.com", "EXTERNAL_IDP", "Success");
        authenticated("ada@example.com", "PASSWORD", "Success");
        authenticated("ada@example.com", "EXTERNAL_IDP", "Failure");
        bench.later(STEP);
        Instant between = bench.now();
        bench.later(STEP);
        authenticated("ada@example.com", "EXTERNAL_IDP", "Success");
        Instant end = bench.now();

        ApplicationFailure missing = failure(() ->
                bench.cloudTrail.awaitAuthentication(new Authentication(center, "ada@example.com", start, between)));
        TrailEvent found =
                bench.cloudTrail.awaitAuthentication(new Authentication(center, "ada@example.com", start, end));

        assertThat(missing.getType()).isEqualTo("NOT_READY");
        assertThat(missing).hasMessageContaining("shows no UserAuthentication of ada@example.com");
        assertThat(found.at()).isBetween(between, end);
    }

    /** In the form of a real record. */
    private void authenticated(String user, String credential, String result) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        members.putObject("additionalEventData").put("UserName", user).put("CredentialType", credential);
        members.putObject("serviceEventDetails").put("UserAuthentication", result);
        bench.simulator
                .world()
                .trail()
                .record(
                        ContactCenter.MANAGEMENT_ACCOUNT,
                        ContactCenter.IDENTITY_CENTER_REGION,
                        TrailEntry.of(
                                        "signin.amazonaws.com",
                                        "UserAuthentication",
                                        user,
                                        JsonNodeFactory.instance.objectNode().put("type", "IdentityCenterUser"))
                                .asServiceEvent()
                                .withMembers(members));
    }

    @Test
    void showsOnlySessionsOfTheRolesThatItIsAskedFor() {
        listInstances(CONNECT, "Reader");
        listInstances(CONNECT, SET);

        assertThat(actions(100, CONNECT).actions()).hasSize(1);
        assertThat(bench.cloudTrail
                        .actionsOf(query(
                                List.of(CONNECT), List.of(prefix(SET), prefix("Reader")), start, bench.now(), 100))
                        .actions())
                .hasSize(2);
        assertThat(bench.cloudTrail
                        .actionsOf(query(List.of(CONNECT), List.of(prefix("Administrator")), start, bench.now(), 100))
                        .actions())
                .isEmpty();
    }

    @Test
    void showsOnlyWhatWasDoneInThePeriod() {
        listInstances(CONNECT, SET);
        bench.later(STEP);
        Instant from = bench.now();
        listInstances(CONNECT, SET);
        Instant to = bench.now();
        bench.later(STEP);
        listInstances(CONNECT, SET);

        List<Action> actions = bench.cloudTrail
                .actionsOf(query(List.of(CONNECT), List.of(prefix(SET)), from, to, 100))
                .actions();

        assertThat(actions).hasSize(1);
        assertThat(actions.get(0).at()).isBetween(from.minusSeconds(1), to);
    }

    @Test
    void showsDeniedCallsWithTheirError() {
        listInstances(CONNECT, "Reader");

        Action denied = bench.cloudTrail
                .actionsOf(query(List.of(CONNECT), List.of(prefix("Reader")), start, bench.now(), 100))
                .actions()
                .get(0);

        assertThat(denied.error()).contains("AccessDenied");
    }

    @Test
    void namesTheResourcesThatCloudTrailNames() {
        try (IamClient iam = configured(IamClient.builder(), "us-east-1", open(CONNECT, SET))) {
            iam.getRole(request -> request.roleName(ContactCenter.ROLE_NAME));
        }
        Place global = new Place(CONNECT_ACCOUNT, new Region("us-east-1"));

        assertThat(actions(100, global).actions())
                .extracting(Action::event, Action::resources)
                .containsExactly(tuple("GetRole", List.of(ContactCenter.ROLE_NAME)));
    }

    @Test
    void readsAllPagesAndShowsAnEventThatComesTwiceOnce() {
        bench.simulator.faults().add(InjectedFault.of("event:ListInstances", Kind.EVENT_DOUBLED));
        try (ConnectClient connect = client(open(CONNECT, SET))) {
            for (int i = 0; i < 60; i++) {
                connect.listInstances(request -> {});
                bench.later(Duration.ofSeconds(1));
            }
        }
        bench.simulator.calls().clear();

        Actions actions = actions(60, CONNECT);

        assertThat(actions.actions()).hasSize(60).extracting(Action::id).doesNotHaveDuplicates();
        assertThat(actions.incomplete()).isFalse();
        assertThat(bench.simulator.calls().all())
                .extracting(CallLog.Call::operation)
                .filteredOn("cloudtrail:LookupEvents"::equals)
                .hasSize(2);
    }

    @Test
    void keepsTheNewestOfMoreThanItIsAskedForAndSaysSo() {
        listInstances(CONNECT, SET);
        bench.later(STEP);
        Instant later = bench.now();
        listInstances(CONNECT, SET);
        listInstances(CONNECT, SET);

        Actions actions = actions(2, CONNECT, SUPPORT);

        assertThat(actions.actions())
                .hasSize(2)
                .allSatisfy(action -> assertThat(action.at()).isAfterOrEqualTo(later.minusSeconds(1)));
        assertThat(actions.incomplete()).isTrue();
        assertThat(actions.problems())
                .containsExactly("There are more than 2 events. The rest of account 222222222222 in eu-central-1, and"
                        + " the places after it, are left out.");
    }

    @Test
    void readsTheOtherPlacesThoughOneCannotBeRead() {
        listInstances(SUPPORT, SET);
        bench.simulator.faults().add(InjectedFault.of("cloudtrail:LookupEvents", Kind.ACCESS_DENIED));

        Actions actions = actions(100, CONNECT, SUPPORT);

        assertThat(actions.actions()).hasSize(1);
        assertThat(actions.incomplete()).isTrue();
        assertThat(actions.problems()).hasSize(1);
        assertThat(actions.problems().get(0))
                .startsWith("CloudTrail of account 222222222222 in eu-central-1 could not be read:")
                .contains("AccessDenied");
    }

    @Test
    void isTriedAgainWhereAPlaceMayBeReadThen() {
        bench.simulator
                .faults()
                .add(InjectedFault.of("cloudtrail:LookupEvents", Kind.THROTTLED).forEver());

        assertThat(failure(() -> actions(100, CONNECT)).getType()).isEqualTo("THROTTLED");
    }

    @Test
    void saysThatTheHistoryDoesNotGoBackFarEnough() {
        Actions actions = bench.cloudTrail.actionsOf(
                query(List.of(CONNECT), List.of(prefix(SET)), start.minus(Duration.ofDays(100)), bench.now(), 100));

        assertThat(actions.incomplete()).isTrue();
        assertThat(actions.problems().get(0)).contains("90 days");
    }

    @Test
    void needsNoMoreThanTheExamplePolicyOfAMemberAccount() throws IOException {
        Iam iam = bench.simulator
                .world()
                .requireAccount(SUPPORT.account().value())
                .iam();
        IamRole worker = iam.roles().get(ContactCenter.ROLE_NAME).orElseThrow();
        iam.plantRole(
                worker.name(), worker.trustPolicy(), Files.readString(Path.of("../examples/iam/member-account.json")));

        assertThat(actions(100, SUPPORT).incomplete()).isFalse();
    }

    private Actions actions(int most, Place... places) {
        return bench.cloudTrail.actionsOf(query(List.of(places), List.of(prefix(SET)), start, bench.now(), most));
    }

    private static UserActions query(
            List<Place> places, List<String> rolePrefixes, Instant since, Instant until, int most) {
        return new UserActions(places, ADA, rolePrefixes, since, until, most);
    }

    private static String prefix(String permissionSet) {
        return "AWSReservedSSO_" + permissionSet + "_";
    }

    /** A call that the user makes; it may be refused. */
    private void listInstances(Place place, String permissionSet) {
        try (ConnectClient connect = client(open(place, permissionSet))) {
            connect.listInstances(request -> {});
        } catch (ConnectException refused) {
            assertThat(refused.statusCode()).isEqualTo(403);
        }
    }

    private AccessKey open(Place place, String permissionSet) {
        return bench.simulator
                .access()
                .open(ADA, place.account().value(), permissionSet)
                .orElseThrow();
    }

    private ConnectClient client(AccessKey key) {
        return configured(ConnectClient.builder(), ContactCenter.CONNECT_REGION, key);
    }

    private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C configured(
            B builder, String region, AccessKey key) {
        return builder.endpointOverride(bench.simulator.endpoint())
                .region(software.amazon.awssdk.regions.Region.of(region))
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(AwsSessionCredentials.create(
                        key.id(), key.secret(), key.sessionToken().orElseThrow())))
                .build();
    }

    private void give(AccountId account, String permissionSet) {
        center().assignAccount(new AccountAssignment(
                account.value(),
                center().permissionSetByName(permissionSet).orElseThrow().arn(),
                PrincipalType.USER,
                center().userByName(ADA).orElseThrow().id()));
    }

    private IdentityCenter center() {
        return bench.simulator.world().identityCenter().orElseThrow();
    }
}
