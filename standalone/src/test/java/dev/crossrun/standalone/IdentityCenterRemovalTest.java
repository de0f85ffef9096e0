package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.CONNECT_ACCOUNT;
import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.IdentityCenterActivities.Assignment;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSetQuery;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.PrincipalQuery;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.simulator.world.AccountAccess;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taking back who may use an application and who has a permission set. */
class IdentityCenterRemovalTest {
    private static final Duration DELAY = Duration.ofMinutes(1);

    private ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void takesAGroupOffAnApplicationAndFindsItGoneTheSecondTime() {
        Assignment assignment = applicationAssignment();
        assertThat(unassign(assignment, true)).isEqualTo(Removal.gone());
        bench.identityCenter.assign(List.of(assignment));
        bench.changes();

        assertThat(unassign(assignment, true)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).isEmpty();
        assertThat(unassign(assignment, false)).isEqualTo(Removal.removed());
        assertThat(bench.changes()).containsExactly("sso:DeleteApplicationAssignment");
        assertThat(unassign(assignment, false)).isEqualTo(Removal.gone());
    }

    @Test
    void findsTheAssignmentGoneWhereTheApplicationIs() {
        Assignment assignment = applicationAssignment();
        bench.identityCenter.assign(List.of(assignment));
        center().applications().remove(assignment.applicationArn());

        assertThat(unassign(assignment, false)).isEqualTo(Removal.gone());
    }

    @Test
    void takesAnAccountAssignmentBackAndFindsItGoneTheSecondTime() {
        AccountAssignment assignment = assigned();
        bench.changes();

        assertThat(remove(assignment, true)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).isEmpty();
        assertThat(remove(assignment, false)).isEqualTo(Removal.removed());
        assertThat(bench.changes()).containsExactly("sso:DeleteAccountAssignment");
        assertThat(remove(assignment, false)).isEqualTo(Removal.gone());
        assertThat(center().accountAssignments()).isEmpty();
    }

    @Test
    void asksOnceAndWaitsUntilItIsDone() {
        restartSlow();
        AccountAssignment assignment = assigned();
        bench.later(DELAY);
        bench.changes();
        List<Object> heartbeats = bench.heartbeats(Object.class);

        assertThat(failure(() -> remove(assignment, false)).getType()).isEqualTo("NOT_READY");

        assertThat(failure(() -> remove(assignment, false)).getType())
                .describedAs("the first attempt's request was lost and is under way")
                .isEqualTo("NOT_READY");
        bench.goOnFrom(heartbeats.get(0));
        assertThat(failure(() -> remove(assignment, false)).getType()).isEqualTo("NOT_READY");
        bench.goOnFrom(heartbeats.get(heartbeats.size() - 1));
        bench.later(DELAY);
        assertThat(remove(assignment, false)).isEqualTo(Removal.removed());
    }

    @Test
    void waitsForAnAssignmentThatIsStillBeingMadeAndTakesItBackThen() {
        restartSlow();
        AccountAssignment assignment = assignment();
        assertThat(failure(() -> create(assignment)).getType()).isEqualTo("NOT_READY");
        bench.changes();

        assertThat(remove(assignment, true)).isEqualTo(Removal.removed());
        assertThat(failure(() -> remove(assignment, false)).getType()).isEqualTo("NOT_READY");

        assertThat(bench.changes()).isEmpty();
        bench.later(DELAY);
        List<Object> heartbeats = bench.heartbeats(Object.class);
        assertThat(failure(() -> remove(assignment, false)).getType()).isEqualTo("NOT_READY");
        bench.goOnFrom(heartbeats.get(heartbeats.size() - 1));
        bench.later(DELAY);
        assertThat(remove(assignment, false)).isEqualTo(Removal.removed());
        assertThat(center().accountAssignments()).isEmpty();
    }

    @Test
    void findsAnAssignmentGoneWhereAnotherOneIsBeingMade() {
        restartSlow();
        AccountAssignment other = assignment();
        assertThat(failure(() -> create(other)).getType()).isEqualTo("NOT_READY");

        AccountAssignment never = new AccountAssignment(
                other.instance(), other.permissionSet(), other.account(), group("Contact Center Agents"));
        assertThat(remove(never, false)).isEqualTo(Removal.gone());
    }

    @Test
    void waitsForTheAssignmentThatAFirstRequestIsMakingWhoseAnswerWasLost() {
        restartSlow();
        AccountAssignment assignment = assignment();
        assertThat(failure(() -> create(assignment)).getType()).isEqualTo("NOT_READY");

        assertThat(failure(() -> create(assignment)).getType()).isEqualTo("NOT_READY");

        bench.later(DELAY);
        assertThat(create(assignment)).containsExactly(ItemResult.done());
        assertThat(center().accountAssignments()).hasSize(1);
    }

    @Test
    void tellsWhyTheServiceCouldNotTakeItBack() {
        AccountAssignment assignment = assigned();
        access().failNext("the account is suspended");

        assertThat(failure(() -> remove(assignment, false)))
                .satisfies(failure -> assertThat(failure.getType()).isEqualTo("CONFLICT"))
                .satisfies(failure ->
                        assertThat(FailureType.error(failure).remedy()).isPresent())
                .hasMessageContaining("the account is suspended");

        assertThat(remove(assignment, false)).isEqualTo(Removal.removed());
    }

    private void restartSlow() {
        bench.close();
        bench = new ActivityBench(settings -> settings.withDelays(DELAY, Duration.ZERO));
    }

    private Removal unassign(Assignment assignment, boolean preview) {
        return bench.identityCenter
                .unassign(List.of(assignment), new UndoPass(preview, List.of()))
                .get(0);
    }

    private Removal remove(AccountAssignment assignment, boolean preview) {
        return bench.identityCenter
                .removeAccountAssignments(List.of(assignment), new UndoPass(preview, List.of()))
                .get(0);
    }

    private Assignment applicationAssignment() {
        new Consoles(bench.simulator.endpoint())
                .send(
                        "POST",
                        "/_console/applications",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("catalog", FederationRun.APPLICATION)
                                .put("acsUrl", "https://signin.aws.amazon.com/saml")
                                .put("audience", "urn:amazon:webservices")
                                .put("relayState", "https://eu-central-1.console.aws.amazon.com/connect/federate/x"));
        String application =
                bench.identityCenter.listApplications(instance()).get(0).arn();
        return new Assignment(instance(), application, group("Contact Center Agents"));
    }

    private AccountAssignment assignment() {
        return new AccountAssignment(
                instance(),
                bench.identityCenter
                        .findPermissionSets(new PermissionSetQuery(instance(), List.of("ConnectAdministrator")))
                        .get(0),
                CONNECT_ACCOUNT,
                group("Contact Center Admins"));
    }

    private List<ItemResult> create(AccountAssignment... assignments) {
        return bench.identityCenter.createAccountAssignments(List.of(assignments));
    }

    private AccountAssignment assigned() {
        AccountAssignment assignment = assignment();
        List<Object> heartbeats = bench.heartbeats(Object.class);
        try {
            create(assignment);
        } catch (ActivityFailure provisioning) {
            bench.later(DELAY);
            bench.goOnFrom(heartbeats.get(heartbeats.size() - 1));
            assertThat(create(assignment)).containsExactly(ItemResult.done());
        }
        return assignment;
    }

    private Instance instance() {
        return bench.identityCenter.describeInstance(new Place(
                new AccountId(ContactCenter.MANAGEMENT_ACCOUNT), new Region(ContactCenter.IDENTITY_CENTER_REGION)));
    }

    private Principal group(String name) {
        return bench.identityCenter
                .findPrincipals(new PrincipalQuery(instance(), List.of(), List.of(name), false))
                .groups()
                .get(0);
    }

    private IdentityCenter center() {
        return bench.simulator.world().identityCenter().orElseThrow();
    }

    private AccountAccess access() {
        return center().accountAccess();
    }
}
