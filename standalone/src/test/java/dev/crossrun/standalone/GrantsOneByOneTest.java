package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.World;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Five grants of access to accounts, made and removed together: each stands and fails by itself. */
@Timeout(120)
class GrantsOneByOneTest {
    private static final String STEP = "account-access";
    private static final String STUCK = STEP + ".decision.1";

    private final Stack stack = Stack.start(0, SimulatorSettings.defaults().withSeed(GrantsOneByOneTest::plant));
    private final FederationRun run =
            new FederationRun(stack, WholeRun.edited("existing-instance", GrantsOneByOneTest::withFiveGrants));
    private final int before = assignments();

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void makesTheOtherFourWhereOneFailsAndThatOneWhenTriedAgain() {
        run.simulator
                .faults()
                .add(InjectedFault.of("sso:CreateAccountAssignment", Kind.FAILS_LATER)
                        .withNth(3)
                        .withText("The account is being moved"));
        run.approve();
        JsonNode task = run.task(STUCK);
        assertThat(task.path("instructions").asText())
                .contains(
                        "could not assign Audit on 222222222222 to Contact Center Agents: The account is being moved");
        assertThat(assignments()).isEqualTo(before + 4);
        assertThat(states()).containsExactlyInAnyOrder("CREATED", "CREATED", "CREATED", "CREATED", "INTENDED");
        run.answer(run.sam, STUCK, FederationRun.object("retry"));
        run.awaitStep(STEP, "DONE");
        assertThat(assignments()).isEqualTo(before + 5);
        assertThat(states()).hasSize(5).containsOnly("CREATED");
        assertThat(calls(0)).containsExactly("sso:CreateAccountAssignment");
        assertThat(calls(2)).as("the one that failed later is called again").hasSize(2);
    }

    /** hashicorp/terraform-provider-aws, issue 19341. */
    @Test
    void aGroupThatTheDirectoryDoesNotHaveYetIsAskedForAgain() {
        run.simulator
                .faults()
                .add(InjectedFault.of("sso:CreateAccountAssignment", Kind.FAILS_LATER)
                        .withText("Received a 404 status error: the GROUP assignee a1b2 was not found in directory"));
        run.approve();
        run.awaitStep(STEP, "DONE");
        assertThat(assignments()).isEqualTo(before + 5);
    }

    @Test
    void namesOfSeveralThatFailWhomEachIsFor() {
        run.simulator
                .faults()
                .add(InjectedFault.of("sso:CreateAccountAssignment", Kind.FAILS_LATER)
                        .withNth(3)
                        .withTimes(2)
                        .withText("The account is being moved"));
        run.approve();
        assertThat(run.task(STUCK).path("instructions").asText())
                .contains(
                        "Contact Center Agents: Audit on 222222222222: ",
                        "; Contact Center Admins: ConnectAdministrator on 222222222222: ");
        assertThat(assignments()).isEqualTo(before + 3);
    }

    @Test
    void anUndoRemovesEach() {
        made();
        run.askForUndo();
        assertThat(run.undo().path("status").asText()).isEqualTo("UNDONE");
        assertThat(assignments()).isEqualTo(before);
        assertThat(states()).hasSize(5).containsOnly("UNDONE");
    }

    @Test
    void anUndoAsksAboutTheOneThatCannotBeRemovedAndHasRemovedTheOthers() {
        made();
        run.askForUndo();
        run.simulator
                .faults()
                .add(InjectedFault.of("sso:DeleteAccountAssignment", Kind.FAILS_LATER)
                        .withNth(2)
                        .withText("The account is being moved"));
        run.answer(run.lee, FederationRun.UNDO, FederationRun.object("undo"));
        JsonNode task = run.task(STUCK);
        assertThat(task.path("instructions").asText()).contains("The account is being moved");
        assertThat(assignments()).isEqualTo(before + 1);
        assertThat(states()).containsExactlyInAnyOrder("UNDONE", "UNDONE", "UNDONE", "UNDONE", "CREATED");
        run.answer(run.sam, STUCK, FederationRun.object("retry"));
        assertThat(run.ended().path("status").asText()).isEqualTo("UNDONE");
        assertThat(assignments()).isEqualTo(before);
    }

    private void made() {
        run.approve();
        run.awaitStep(STEP, "DONE");
        run.awaitStep("federation-policy", "DONE");
        run.task(WholeRun.APPLICATION);
    }

    private static void withFiveGrants(ObjectNode request) {
        for (String group : List.of("Contact Center Agents", "Contact Center Admins")) {
            for (String set : List.of("ConnectAdministrator", "Billing", "Audit")) {
                if (request.path("accountAccess").size() < 5) {
                    request.withArray("accountAccess")
                            .addObject()
                            .put("group", group)
                            .put("permissionSet", set)
                            .putArray("accountIds")
                            .add(ContactCenter.CONNECT_ACCOUNT);
                }
            }
        }
    }

    private static void plant(World world) {
        new ContactCenter().plant(world);
        IdentityCenter center = world.identityCenter().orElseThrow();
        center.plantPermissionSet("Billing", "PT1H");
        center.plantPermissionSet("Audit", "PT1H");
    }

    private int assignments() {
        return run.identityCenter().accountAssignments().size();
    }

    /** The operations by which an effect was made. */
    private List<String> calls(int effect) {
        return run.step(STEP).path("effects").path(effect).findValuesAsText("operation");
    }

    private List<String> states() {
        return run.step(STEP).path("effects").findValuesAsText("state");
    }
}
