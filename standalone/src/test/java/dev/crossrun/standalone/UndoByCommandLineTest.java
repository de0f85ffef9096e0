package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A federation that has ended is undone by the command line; on a real Temporal service. */
@OnRealTemporal
@Timeout(120)
class UndoByCommandLineTest {
    @TempDir
    Path folder;

    RealService service;
    Stack stack;
    FederationRun run;

    @BeforeEach
    void federate() {
        service = new RealService(folder);
        stack = service.stack(new ContactCenter());
        stack.people().tokens(stack.api()).write(folder.resolve("tokens.json"));
        run = new FederationRun(stack, FederationRun.example());
        assertThat(run.succeed().path("status").asText()).isEqualTo("SUCCEEDED");
    }

    @AfterEach
    void stop() {
        stack.close();
        service.close();
    }

    @Test
    void leavesNothingOfWhatTheRunMade() {
        FederationRun undo = startUndo();
        undo.task(FederationRun.UNDO);
        assertThat(as("lee", "task", FederationRun.UNDO).out()).contains("UNDO `" + FederationRun.ROLE_ARN + "`");
        confirm();
        assertThat(undo.ended().path("status").asText()).isEqualTo("UNDONE");
        assertThat(run.connectAccount().iam().policies().all()).isEmpty();
        assertThat(run.connectAccount().iam().samlProviders().all()).isEmpty();
        assertThat(run.connectAccount().iam().roles().all()).hasSize(1);
        assertThat(as("kim", "undo", id(run)).out()).contains(FederationRun.ROLE_ARN);
        assertThat(as("kim", "undo", id(run), "--start").err()).contains("The run is undone already, by undo.");
    }

    @Test
    void keepsWhatSomebodyElseMadeMeanwhileAndTellsOfALaterRun() {
        FederationRun later = new FederationRun(stack, FederationRun.example());
        later.task("approve-plan.approval.1");
        Result refused = as("kim", "undo", id(run), "--start");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .contains("A later run of this name is open and may use the same resources: " + id(later), "abort it");
        assertThat(as("kim", "abort", id(later)).code()).isZero();
        later.ended();
        stack.simulator().faults().add(InjectedFault.now(Kind.REPLACE_RESOURCE, FederationRun.ROLE_ARN));

        FederationRun undo = startUndo();
        undo.task(FederationRun.UNDO);
        assertThat(as("lee", "task", FederationRun.UNDO).out())
                .contains("A later run of this name exists", "KEEP `" + FederationRun.ROLE_ARN + "`");
        confirm();
        assertThat(undo.ended().path("status").asText()).isEqualTo("UNDONE");
        assertThat(as("kim", "undo", id(undo)).out())
                .containsIgnoringWhitespaces(
                        "the role AmazonConnectFederation does not have Crossrun's mark",
                        "the policy AmazonConnectFederation is attached to the role AmazonConnectFederation",
                        "the SAML provider AmazonConnect is trusted by the role AmazonConnectFederation");
        assertThat(run.connectAccount().iam().roles().get("AmazonConnectFederation"))
                .isPresent();
        assertThat(run.identityCenter().applications().all())
                .allSatisfy(application -> assertThat(application.assignments()).isEmpty());
    }

    private FederationRun startUndo() {
        Result started = as("kim", "undo", id(run), "--start");
        assertThat(started.err()).isEmpty();
        return run.beside(started.out().split(": ")[0]);
    }

    private void confirm() {
        assertThat(as("lee", "answer", FederationRun.UNDO, "undo", "--yes").out())
                .contains("undo accepted");
    }

    private static String id(FederationRun run) {
        return run.path.replace("/v1/runs/", "");
    }

    /** What a command printed, and its exit code. */
    record Result(int code, String out, String err) {}

    private Result as(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--tokens", folder.resolve("tokens.json").toString(), "--as", name));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Crossrun.commands(all.toArray(String[]::new));
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        int code = commands.execute(all.toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }
}
