package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.api.run.RequesterAttribute;
import dev.crossrun.api.run.RunClient;
import dev.crossrun.api.run.RunId;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.SamlApplication;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The undo of a federation that has succeeded, today. */
@Timeout(120)
class UndoOfEndedRunTest {
    private final Stack stack = Stack.start(0, SimulatorSettings.defaults());
    private final int rolesBefore = stack.simulator()
            .world()
            .requireAccount(ContactCenter.CONNECT_ACCOUNT)
            .iam()
            .roles()
            .all()
            .size();

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void isARunOfItsOwnWithAnIdOfItsOwn() {
        FederationRun run = succeeded();
        HttpResponse<String> started = post(run);
        assertThat(started.statusCode()).isEqualTo(201);
        String id = EndedRunUndo.json(started).path("id").asText();
        String[] parts = run.path.replace("/v1/runs/", "").split(":", 2);
        assertThat(id).startsWith("undo." + parts[0] + "." + parts[1] + ":");
        assertThat(started.headers().firstValue("Location").orElse("")).endsWith("/v1/runs/" + id);
        JsonNode view = EndedRunUndo.at(run, started).view();
        assertThat(view.path("undoes").asText()).isEqualTo(parts[0] + ":" + parts[1]);
        assertThat(view.at("/requestedBy/name").asText())
                .isEqualTo(stack.people().requester().name());
    }

    @Test
    void putsTheWorldBackOnceAnApproverHasConfirmed() {
        FederationRun run = succeeded();
        EndedRunUndo undo = EndedRunUndo.of(run);
        JsonNode task = undo.task();
        assertThat(task.path("kind").asText()).isEqualTo("UNDO");
        assertThat(task.path("instructions").asText())
                .contains("UNDO `" + FederationRun.ROLE_ARN + "`", "KEEP `Add the Amazon Connect application`");
        assertThat(roles(run)).hasSize(rolesBefore + 1);
        JsonNode view = undo.confirmed();
        assertThat(view.path("status").asText()).isEqualTo("UNDONE");
        assertThat(roles(run)).hasSize(rolesBefore);
        assertThat(run.connectAccount().iam().policies().all()).isEmpty();
        assertThat(run.connectAccount().iam().samlProviders().all()).isEmpty();
        assertThat(run.identityCenter().applications().all())
                .allSatisfy(application -> assertThat(application.assignments()).isEmpty());
        assertThat(view.at("/problem/detail").asText())
                .contains("What remains: ", "Add the Amazon Connect application (Not undone: no API deletes it.");
        assertThat(undo.report()).contains("# What the undo did", FederationRun.ROLE_ARN);
        assertThat(run.view().path("status").asText()).isEqualTo("SUCCEEDED");
    }

    @Test
    void itsRequesterDoesNotConfirmIt() {
        FederationRun run = succeeded();
        EndedRunUndo undo = EndedRunUndo.of(run);
        undo.task();
        JsonNode refused = run.refused(() -> undo.answer(run.kim, "undo"));
        assertThat(refused.path("status").asInt()).isEqualTo(403);
        assertThat(run.refused(() -> undo.answer(run.sam, "undo"))
                        .path("status")
                        .asInt())
                .isEqualTo(403);
        assertThat(roles(run)).hasSize(rolesBefore + 1);
    }

    @Test
    void isStartedOnceWhileItIsOpenAndNeverAgainOnceItIsUndone() {
        FederationRun run = succeeded();
        EndedRunUndo undo = EndedRunUndo.of(run);
        undo.task();
        assertThat(post(run).statusCode()).isEqualTo(409);
        assertThat(detail(post(run))).startsWith("The run is being undone: undo.");
        undo.confirmed();
        assertThat(post(run).statusCode()).isEqualTo(409);
        assertThat(detail(post(run))).startsWith("The run is undone already, by undo.");
    }

    @Test
    void isItselfNotUndone() {
        FederationRun run = succeeded();
        EndedRunUndo undo = EndedRunUndo.of(run);
        undo.confirmed();
        HttpResponse<String> refused = EndedRunUndo.post(stack, stack.people().administrator(), undo.path());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(detail(refused)).startsWith("This run is itself an undo.");
    }

    @Test
    void isAskedForByItsRequesterOrAnAdministratorAlone() {
        FederationRun run = succeeded();
        assertThat(EndedRunUndo.post(stack, stack.people().approver(), run.path).statusCode())
                .isEqualTo(403);
        HttpResponse<String> started = EndedRunUndo.post(stack, stack.people().administrator(), run.path);
        assertThat(started.statusCode()).isEqualTo(201);
        EndedRunUndo.at(run, started).task();
    }

    @Test
    void leavesEverythingIfItIsNotConfirmedAndCanBeStartedAgain() {
        FederationRun run = succeeded();
        EndedRunUndo first = EndedRunUndo.of(run);
        first.task();
        first.answer(run.lee, "abort");
        assertThat(first.ended().path("status").asText()).isEqualTo("ABORTED");
        assertThat(roles(run)).hasSize(rolesBefore + 1);
        EndedRunUndo second = EndedRunUndo.of(run);
        assertThat(second.id).isNotEqualTo(first.id);
        assertThat(second.confirmed().path("status").asText()).isEqualTo("UNDONE");
        assertThat(roles(run)).hasSize(rolesBefore);
    }

    @Test
    void isStoppedByAnAbortAndCanBeStartedAgain() {
        FederationRun run = succeeded();
        EndedRunUndo first = EndedRunUndo.of(run);
        first.task();
        run.sam.post(
                first.path() + "/abort",
                JsonNodeFactory.instance.objectNode().put("effects", "LEAVE"),
                Optional.empty());
        assertThat(first.ended().path("status").asText()).isEqualTo("ABORTED");
        assertThat(EndedRunUndo.of(run).confirmed().path("status").asText()).isEqualTo("UNDONE");
    }

    @Test
    void keepsWhatSomebodyHasReplacedSince() {
        FederationRun run = succeeded();
        Iam iam = run.connectAccount().iam();
        IamRole role = iam.roles().get("AmazonConnectFederation").orElseThrow();
        iam.roles().put(role.name(), role.recreated("AROAMADEANEW00000001", Instant.now()));
        EndedRunUndo undo = EndedRunUndo.of(run);
        undo.task();
        assertThat(undo.item("federation-role").path("action").asText()).isEqualTo("KEEP");
        assertThat(undo.item("federation-role").path("reason").asText())
                .contains("was changed by somebody else since: its unique id");
        JsonNode view = undo.confirmed();
        assertThat(view.path("status").asText()).isEqualTo("UNDONE");
        assertThat(roles(run)).hasSize(rolesBefore + 1);
        assertThat(view.at("/problem/detail").asText()).contains("its unique id");
        assertThat(undo.report()).contains("KEEP `" + FederationRun.ROLE_ARN + "`");
    }

    @Test
    void saysOfWhatSomebodyHasDeletedSinceThatItWasNotThere() {
        FederationRun run = succeeded();
        run.connectAccount().iam().roles().remove("AmazonConnectFederation");
        EndedRunUndo undo = EndedRunUndo.of(run);
        undo.task();
        assertThat(undo.item("federation-role").path("reason").asText()).contains("It did not exist");
        assertThat(undo.confirmed().path("status").asText()).isEqualTo("UNDONE");
        assertThat(roles(run)).hasSize(rolesBefore);
    }

    @Test
    void isRejectedWhereALaterRunOfTheNameBeganAfterTheApiHadLooked() {
        FederationRun run = succeeded();
        FederationRun later = later(run);
        later.task("approve-plan.approval.1");
        assertThat(detail(post(run))).contains(later.path.replace("/v1/runs/", ""));
        JsonNode view = pastTheApi(run, Optional.empty()).ended();
        assertThat(view.path("status").asText()).isEqualTo("REJECTED");
        assertThat(view.at("/problem/detail").asText())
                .isEqualTo("A later run of this name is open and may use the same resources: "
                        + later.path.replace("/v1/runs/", ""));
        assertThat(roles(run)).hasSize(rolesBefore + 1);
    }

    @Test
    void removesInASecondUndoWhatTheFirstOneHadToKeepAndNothingThatSomebodyMadeSince() {
        FederationRun run = succeeded();
        Iam iam = run.connectAccount().iam();
        IamRole role = iam.roles().get("AmazonConnectFederation").orElseThrow();
        iam.roles().put(role.name(), role.recreated("AROAMADEANEW00000001", Instant.now()));
        List<SamlApplication> assigned = run.identityCenter().applications().all();
        EndedRunUndo first = EndedRunUndo.of(run);
        assertThat(first.confirmed().path("status").asText()).isEqualTo("UNDONE");
        assertThat(iam.policies().all()).as("the role has it").hasSize(1);

        iam.roles().remove(role.name());
        assigned.forEach(application -> run.identityCenter().applications().put(application.arn(), application));
        EndedRunUndo second = EndedRunUndo.of(run);
        assertThat(second.task().path("instructions").asText())
                .contains("UNDO `" + FederationRun.POLICY_ARN + "`")
                .doesNotContain("application-access");
        assertThat(second.confirmed().path("status").asText()).isEqualTo("UNDONE");

        assertThat(iam.policies().all()).isEmpty();
        assertThat(iam.samlProviders().all()).isEmpty();
        assertThat(run.identityCenter().applications().all())
                .extracting(SamlApplication::assignments)
                .isEqualTo(assigned.stream().map(SamlApplication::assignments).toList());
        assertThat(detail(post(run))).startsWith("The run is undone already, by " + second.id);
    }

    @Test
    void goesOnFromTheLastUndoThatHasReadALedger() {
        FederationRun run = succeeded();
        Iam iam = run.connectAccount().iam();
        IamRole role = iam.roles().get("AmazonConnectFederation").orElseThrow();
        iam.roles().put(role.name(), role.recreated("AROAMADEANEW00000001", Instant.now()));
        EndedRunUndo first = EndedRunUndo.of(run);
        first.confirmed();
        FederationRun later = later(run);
        later.task("approve-plan.approval.1");
        EndedRunUndo rejected = pastTheApi(run, Optional.of(first.id.split(":")[1]));
        assertThat(rejected.ended().path("status").asText()).isEqualTo("REJECTED");
        later.sam.post(
                later.path + "/abort", JsonNodeFactory.instance.objectNode().put("effects", "LEAVE"), Optional.empty());
        later.ended();

        iam.roles().remove(role.name());
        EndedRunUndo third = EndedRunUndo.of(run);
        assertThat(third.task().path("instructions").asText())
                .contains("UNDO `" + FederationRun.POLICY_ARN + "`")
                .as("the first undo has removed it")
                .doesNotContain("application-access");
    }

    @Test
    void warnsOfALaterRunOfTheNameThatHasEnded() {
        FederationRun run = succeeded();
        FederationRun later = later(run);
        later.task("approve-plan.approval.1");
        later.sam.post(
                later.path + "/abort", JsonNodeFactory.instance.objectNode().put("effects", "LEAVE"), Optional.empty());
        later.ended();
        EndedRunUndo undo = EndedRunUndo.of(run);
        assertThat(undo.task().path("instructions").asText())
                .startsWith("**A later run of this name exists: " + later.path.replace("/v1/runs/", ""));
        assertThat(undo.confirmed().path("status").asText()).isEqualTo("UNDONE");
    }

    @Test
    void undoesARunThatTemporalTerminated() {
        FederationRun run = new FederationRun(stack, FederationRun.example()).upToSignIn();
        Termination.of("connect-federation.contact-center-prod", stack.temporal());
        assertThat(EndedRunUndo.of(run).confirmed().path("status").asText()).isEqualTo("UNDONE");
        assertThat(roles(run)).hasSize(rolesBefore);
    }

    @Test
    void goesOnWithWhatAnAbortHasLeft() {
        FederationRun run = new FederationRun(stack, FederationRun.example()).upToSignIn();
        run.sam.post(
                run.path + "/abort", JsonNodeFactory.instance.objectNode().put("effects", "LEAVE"), Optional.empty());
        run.ended();
        assertThat(EndedRunUndo.of(run).confirmed().path("status").asText()).isEqualTo("UNDONE");
        assertThat(roles(run)).hasSize(rolesBefore);
    }

    private FederationRun succeeded() {
        FederationRun run = new FederationRun(stack, FederationRun.example()).upToSignIn();
        run.signIn(FederationRun.ADA);
        run.confirmSignIn("sign-in.human-step.1", FederationRun.ADA);
        assertThat(run.ended().path("status").asText()).isEqualTo("SUCCEEDED");
        return run;
    }

    /** An undo that the API starts though a later run is open, as that run began after it had looked. */
    private EndedRunUndo pastTheApi(FederationRun run, Optional<String> lastUndo) {
        String[] id = run.path.replace("/v1/runs/", "").split(":", 2);
        EndedRun ended = new EndedRun(id[0], id[1], lastUndo);
        Actor kim = Actor.listed(stack.people().requester().name(), "crossrun");
        RunId started = new RunClient(stack.temporal(), RequesterAttribute.name(), Clock.systemUTC())
                .startUndo(
                        ended,
                        new RunStart(
                                "connect-federation",
                                "contact-center-prod",
                                kim,
                                false,
                                List.of(),
                                Optional.of(ended.id()),
                                1));
        return EndedRunUndo.at(run, started.toString());
    }

    private static FederationRun later(FederationRun run) {
        return run.another(FederationRun.example());
    }

    private HttpResponse<String> post(FederationRun run) {
        return EndedRunUndo.post(stack, stack.people().requester(), run.path);
    }

    private static String detail(HttpResponse<String> refused) {
        return EndedRunUndo.json(refused).path("detail").asText();
    }

    private static List<IamRole> roles(FederationRun run) {
        return run.connectAccount().iam().roles().all();
    }
}
