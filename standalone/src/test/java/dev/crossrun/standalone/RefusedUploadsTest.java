package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.simulator.world.ContactCenter;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody hands in 500 large documents that are refused, four at a time; on a real Temporal service. */
@OnRealTemporal
@Timeout(300)
class RefusedUploadsTest {
    static final String TASK = WholeRun.APPLICATION;
    static final int UPLOADS = 250;
    static final int BYTES = 250_000;

    /** The first ten are not slowed; after them a pause ends once or twice meanwhile. */
    static final int MOST_ACCEPTED = 13;

    static final int EVENTS_OF_ACCEPTED = 20;

    @TempDir
    Path folder;

    @Test
    void cannotFillTheHistoryOfARun(TestReporter reporter) throws InterruptedException, ExecutionException {
        try (RealService service = new RealService(folder);
                Stack stack = service.stack(new ContactCenter());
                FederationRun run = new FederationRun(stack, FederationRun.example())) {
            run.approve();
            byte[] right = run.addApplication(TASK);
            run.task(TASK);
            WorkflowExecutionInfo before = service.waiting(run);

            byte[] wrong = padded(run.console.download("/_console/documents/entra-application"));
            Map<String, Integer> ofWrong = attack(run, FederationRun.object("submit"), wrong);
            WorkflowExecutionInfo afterWrong = service.execution(run);
            reporter.publishEntry(Map.of("before", size(before), "wrong", ofWrong + " " + size(afterWrong)));
            assertThat(ofWrong).containsOnly(Map.entry("422 WRONG_DOCUMENT", UPLOADS));
            assertThat(afterWrong.getHistoryLength()).isEqualTo(before.getHistoryLength());

            // Of what a validator refuses the service keeps at most the workflow task, where it came together with
            // others.
            ObjectNode misnamed = FederationRun.object("submit").put("applicationName", "Nobody's");
            Map<String, Integer> ofMisnamed = attack(run, misnamed, padded(right));
            WorkflowExecutionInfo afterMisnamed = service.waiting(run);
            reporter.publishEntry("refused in substance", ofMisnamed + " " + size(afterMisnamed));
            assertThat(ofMisnamed.keySet()).isSubsetOf("422 NO_SUCH_APPLICATION", "429", "409");
            assertThat(ofMisnamed.get("422 NO_SUCH_APPLICATION")).isBetween(10, MOST_ACCEPTED);
            assertThat(afterMisnamed.getHistorySizeBytes()).isLessThan(MOST_ACCEPTED * 3L * BYTES);
            assertThat(afterMisnamed.getHistoryLength())
                    .isLessThan(before.getHistoryLength() + MOST_ACCEPTED * EVENTS_OF_ACCEPTED + UPLOADS * 3);

            livesAndIsUndone(run);
            reporter.publishEntry("undone", size(service.execution(run)));
        }
    }

    private static void livesAndIsUndone(FederationRun run) {
        assertThat(run.view().path("status").asText()).isEqualTo("RUNNING");
        assertThat(run.kim.get(run.path + "/events").at("/items/0/type").asText())
                .isEqualTo("RUN_STARTED");
        assertThat(run.kim.get(run.path + "/tasks/" + TASK).path("state").asText())
                .isEqualTo("OPEN");
        run.askForUndo();
        assertThat(run.undo().path("status").asText()).isEqualTo("UNDONE");
        assertThat(run.connectAccount().iam().policies().all()).isEmpty();
    }

    /** How often each answer was given. */
    private static Map<String, Integer> attack(FederationRun run, JsonNode answer, byte[] file)
            throws InterruptedException, ExecutionException {
        ExecutorService hands = Executors.newFixedThreadPool(4);
        try {
            Map<String, Integer> answers = new TreeMap<>();
            for (Future<String> said : hands.invokeAll(IntStream.range(0, UPLOADS)
                    .<Callable<String>>mapToObj(i -> () -> upload(run, answer, file))
                    .toList())) {
                answers.merge(said.get(), 1, Integer::sum);
            }
            return answers;
        } finally {
            hands.shutdownNow();
        }
    }

    private static String upload(FederationRun run, JsonNode answer, byte[] file) {
        try {
            run.sam.upload(run.path + "/tasks/" + TASK + "/answer", answer, "metadata.xml", file, Optional.empty());
            return "accepted";
        } catch (ApiRefusal refusal) {
            return (refusal.status() + " "
                            + refusal.problem().at("/errors/0/code").asText(""))
                    .strip();
        }
    }

    /** The document with a comment of random text behind it, so that it has 250 KB that no compression makes fewer. */
    private static byte[] padded(byte[] document) {
        byte[] random = new byte[(BYTES - document.length) * 3 / 4];
        new Random(17).nextBytes(random);
        ByteArrayOutputStream padded = new ByteArrayOutputStream();
        padded.writeBytes(document);
        padded.writeBytes(("\n<!-- " + Base64.getEncoder().encodeToString(random) + " -->\n")
                .getBytes(StandardCharsets.US_ASCII));
        return padded.toByteArray();
    }

    private static String size(WorkflowExecutionInfo execution) {
        return execution.getHistoryLength() + " events, " + execution.getHistorySizeBytes() + " bytes";
    }
}
