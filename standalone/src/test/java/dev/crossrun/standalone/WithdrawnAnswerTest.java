package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A confirmation that came too early is withdrawn: over REST, on the command line, and before an undo. */
@Timeout(120)
class WithdrawnAnswerTest {
    @TempDir
    private Path folder;

    @Test
    void anAdministratorWithdrawsAConfirmationOverRestWhileEvidenceIsLookedForAndConfirmsAgain() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            confirmedTooEarly(whole);
            JsonNode looking = whole.run.sam.get(path(whole));
            assertThat(looking.path("state").asText()).isEqualTo("CHECKING");
            assertThat(looking.path("answers").findValuesAsText("action")).containsExactly("confirm", "withdraw");

            assertThat(refused(whole, whole.run.kim, "withdraw").path("code").asText())
                    .isEqualTo("FORBIDDEN");
            assertThat(refused(whole, whole.run.sam, "confirm").path("detail").asText())
                    .contains("was answered by sam@example.com", "withdraw that answer");
            JsonNode withFile = whole.refused(() -> whole.run.sam.upload(
                    path(whole) + "/answer",
                    FederationRun.object("withdraw"),
                    "metadata.xml",
                    whole.serviceProviderMetadata(),
                    Optional.empty()));
            assertThat(withFile.at("/errors/0/pointer").asText()).isEqualTo("/file");

            JsonNode withdrawn = whole.run.answer(whole.run.sam, WholeRun.SOURCE, FederationRun.object("withdraw"));
            assertThat(withdrawn.path("state").asText()).isEqualTo("OPEN");
            assertThat(withdrawn.path("answers").findValuesAsText("action")).containsExactly("confirm");
            assertThat(FederationRun.detail(refused(whole, whole.run.sam, "withdraw")))
                    .contains("not answered by \"withdraw\"");

            whole.changeSource();
            whole.run.awaitStep("identity-source", "DONE");
            JsonNode late = refused(whole, whole.run.sam, "withdraw");
            assertThat(late.path("code").asText()).isEqualTo("CONFLICT");
            assertThat(late.path("detail").asText())
                    .contains(
                            "was answered by sam@example.com at ",
                            "Evidence was found, of ",
                            ": EnableExternalIdPConfigurationForDirectory by ",
                            "The step identity-source is DONE since ",
                            ": the answer can no longer be withdrawn. To do it again, redo identity-source."
                                    + " To undo what the run did, abort it with undo.");
        }
    }

    @Test
    void theCommandLineWithdrawsAConfirmationAndPassesOnWhyALateWithdrawalIsRefused() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            confirmedTooEarly(whole);
            assertThat(crossrun(whole, "task", WholeRun.SOURCE, "--run", run(whole)))
                    .contains("answer withdraw");
            assertThat(crossrun(whole, "answer", WholeRun.SOURCE, "withdraw", "--run", run(whole)))
                    .contains("identity-source.human-step.1: withdraw accepted");
            assertThat(whole.run.step("identity-source").path("status").asText())
                    .isEqualTo("WAITING");

            whole.changeSource();
            whole.run.awaitStep("identity-source", "DONE");
            assertThat(crossrun(whole, "answer", WholeRun.SOURCE, "withdraw", "--run", run(whole)))
                    .contains("Evidence was found, of ", "To do it again, redo identity-source.");
        }
    }

    @Test
    void anUndoAfterAWithdrawalLooksWhetherTheSourceWasChangedAndRemovesTheApplicationIfItWasNot() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            confirmedTooEarly(whole);
            whole.run.answer(whole.run.sam, WholeRun.SOURCE, FederationRun.object("withdraw"));
            whole.run.awaitStep("connect-agents", "DONE");
            whole.run.awaitStep("entra-assignments", "DONE");

            whole.run.askForUndo();
            assertThat(whole.run.undoItem("entra-application").path("action").asText())
                    .isEqualTo("UNDO");
            JsonNode view = whole.run.undo();

            assertThat(view.path("status").asText()).isEqualTo("UNDONE");
            assertThat(view.at("/problem/detail").asText()).contains("Nothing that it made remains");
            assertThat(whole.entra().applications().all()).isEmpty();
        }
    }

    @Test
    void metadataThatCameWithAWithdrawnConfirmationIsReplacedInEntraByTheMetadataBefore() {
        try (WholeRun whole = new WholeRun(request -> {})) {
            unseen(whole);
            whole.run.approve();
            byte[] first = whole.serviceProviderMetadata();
            whole.handInMetadata();
            whole.run.task(WholeRun.SOURCE);
            String before = whole.run.identityCenter().acsUrl();
            whole.run.identityCenter().source().renewAcs();
            String renewed = whole.run.identityCenter().acsUrl();
            whole.confirmWith(WholeRun.SOURCE, whole.serviceProviderMetadata());
            whole.run.awaitStep("identity-source", "VERIFYING");
            assertThat(replyUrls(whole)).contains(renewed).doesNotContain(before);

            whole.run.answer(whole.run.sam, WholeRun.SOURCE, FederationRun.object("withdraw"));
            whole.run.confirm(WholeRun.SOURCE);
            whole.run.awaitStep("identity-source", "VERIFYING");

            assertThat(replyUrls(whole)).contains(before).doesNotContain(renewed);
            assertThat(whole.artifact("identity-center-sp-metadata.xml")).isEqualTo(first);
        }
    }

    /** Somebody confirms the change of the identity source without having made it. */
    private static void confirmedTooEarly(WholeRun whole) {
        whole.run.approve();
        whole.handInMetadata();
        whole.run.confirm(WholeRun.SOURCE);
        whole.run.awaitStep("identity-source", "VERIFYING");
    }

    private static void unseen(WholeRun whole) {
        whole.run
                .simulator
                .faults()
                .add(InjectedFault.of("event:EnableExternalIdPConfigurationForDirectory", Kind.EVENT_MISSING)
                        .forEver());
    }

    private static Stream<String> replyUrls(WholeRun whole) {
        return whole.entra().applications().all().stream().flatMap(each -> each.redirectUris().stream());
    }

    private static String path(WholeRun whole) {
        return whole.run.path + "/tasks/" + WholeRun.SOURCE;
    }

    private static String run(WholeRun whole) {
        return whole.run.path.substring("/v1/runs/".length());
    }

    private static JsonNode refused(WholeRun whole, ApiClient as, String action) {
        return whole.refused(() -> whole.run.answer(as, WholeRun.SOURCE, FederationRun.object(action)));
    }

    /** What a command of the administrator prints. */
    private String crossrun(WholeRun whole, String... arguments) {
        Path tokens = folder.resolve("tokens.json");
        whole.stack.people().tokens(whole.stack.api()).write(tokens);
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--tokens", tokens.toString(), "--as", "sam"))
                .toArray(String[]::new);
        StringWriter said = new StringWriter();
        CommandLine commands = Crossrun.commands(all);
        commands.setOut(new PrintWriter(said));
        commands.setErr(new PrintWriter(said));
        commands.execute(all);
        return said.toString();
    }
}
