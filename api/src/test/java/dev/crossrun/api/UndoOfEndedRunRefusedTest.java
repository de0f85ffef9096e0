package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which runs the API undoes for nobody, and for whom it undoes none. */
@Timeout(60)
class UndoOfEndedRunRefusedTest {
    private static ApiFixture api;

    @BeforeAll
    static void start() {
        api = new ApiFixture(true);
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void aRunThatIsOpenIsAbortedInstead() {
        String run = api.start("open");
        api.approve(run);
        ApiFixture.Reply refused = api.post("kim", run + "/undo", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail").asText())
                .contains("The run is still open. You can stop it and have what it did undone.");
    }

    @Test
    void aRunThatOnlyPlannedChangedNothing() {
        ApiFixture.Reply started =
                api.post("kim", "/v1/runbooks/errand/runs?planOnly=true", ApiFixture.input("planned"));
        String run = "/v1/runs/" + started.at("/id").asText();
        ended(run);
        ApiFixture.Reply refused = undo("kim", run);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail").asText()).isEqualTo("The run changed nothing: it is PLANNED");
    }

    @Test
    void aRunWhosePlanWasRejectedChangedNothing() {
        String run = api.start("rejected");
        api.until(run, view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        api.post("lee", run + "/tasks/approve-plan.approval.1/answer", "{\"action\": \"reject\", \"reason\": \"no\"}");
        ended(run);
        assertThat(undo("kim", run).status()).isEqualTo(409);
    }

    @Test
    void aRunThatWasUndoneIsNotUndoneAgain() {
        String run = api.start("undone");
        api.approve(run);
        api.post("sam", run + "/abort", "{\"effects\": \"UNDO\"}");
        ended(run);
        ApiFixture.Reply refused = undo("kim", run);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail").asText())
                .isEqualTo("The run is undone already. Nothing is left that an undo could remove.");
    }

    @Test
    void aRunWhoseNameALaterOpenRunHasIsNotUndone() {
        String run = aborted("again");
        String later = api.start("again");
        ApiFixture.Reply refused = undo("kim", run);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.at("/detail").asText())
                .isEqualTo("A later run of this name is open and may use the same resources: "
                        + later.replace("/v1/runs/", "")
                        + ". Wait until it has ended, or abort it. Then ask for the undo again.");
    }

    @Test
    void approversAndAuditorsAskForNone() {
        String run = aborted("others");
        assertThat(undo("lee", run).status()).isEqualTo(403);
        assertThat(undo("ann", run).status()).isEqualTo(403);
        assertThat(undo("lee", run).at("/detail").asText())
                .isEqualTo("Only the requester of the run or the role ADMINISTRATOR can undo it");
        assertThat(undo("", run).status()).isEqualTo(401);
    }

    @Test
    void aRunThatIsNotThereIsNotFound() {
        assertThat(undo("kim", "/v1/runs/errand.nowhere").status()).isEqualTo(404);
        assertThat(undo("kim", "/v1/runs/undo.errand.nowhere").status()).isEqualTo(404);
    }

    private static String aborted(String name) {
        String run = api.start(name);
        api.approve(run);
        api.post("sam", run + "/abort", "{\"effects\": \"LEAVE\"}");
        ended(run);
        return run;
    }

    private static void ended(String run) {
        api.until(run, view -> view.hasNonNull("closedAt"));
    }

    /** A run's view shows its end a moment before Temporal has closed it: until then, the run counts as open. */
    private static ApiFixture.Reply undo(String as, String run) {
        AtomicReference<ApiFixture.Reply> reply = new AtomicReference<>();
        ApiFixture.await(() -> {
            reply.set(api.post(as, run + "/undo", "{}"));
            return !reply.get().at("/detail").asText().startsWith("The run is still open");
        });
        return reply.get();
    }
}
