package dev.crossrun.api;

import static dev.crossrun.api.ApiFixture.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiFixture.Reply;
import dev.crossrun.domain.Sha256;
import io.temporal.api.history.v1.HistoryEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiTest {
    static final String START = "/v1/runbooks/errand/runs";
    static final byte[] LETTER = "<letter>Dear</letter>".getBytes(StandardCharsets.UTF_8);

    static ApiFixture crossrun;

    @BeforeAll
    static void open() {
        crossrun = new ApiFixture(true);
    }

    @AfterAll
    static void close() {
        crossrun.close();
    }

    @Test
    void listensOnLoopbackUnlessToldOtherwise() {
        assertThat(crossrun.api.address().getHost()).isEqualTo("127.0.0.1");
        assertThat(crossrun.api.adminAddress().getHost()).isEqualTo("127.0.0.1");
    }

    @Test
    void servesNobodyWithoutAToken() {
        for (String as : List.of("", "nobody")) {
            Reply refused = crossrun.get(as, "/v1/runs");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(refused.at("/instance").asText()).isEqualTo("/v1/runs");
        }
        assertThat(crossrun.post("", START, input("nobodys")).status()).isEqualTo(401);
    }

    @Test
    void streamsEventsToTheEndAndResumesAfterTheLastOneSeen() {
        String run = crossrun.start("streamed");
        crossrun.upload(
                "sam", crossrun.approve(run) + "/answer", "{\"action\": \"submit\", \"sender\": \"Ada\"}", LETTER);
        Reply all = crossrun.get("ann", run + "/events", "Accept", "text/event-stream");
        assertThat(all.header("Content-Type")).startsWith("text/event-stream");
        List<String> ids = ids(all);
        JsonNode listed = crossrun.get("ann", run + "/events", "Accept", "application/json")
                .at("/items");
        assertThat(ids).hasSize(listed.size()).startsWith("1", "2");
        assertThat(all.http().body()).contains("event: RUN_CLOSED");
        Reply rest = crossrun.get(
                "ann", run + "/events", "Accept", "text/event-stream", "Last-Event-ID", ids.get(ids.size() - 3));
        assertThat(ids(rest)).isEqualTo(ids.subList(ids.size() - 2, ids.size()));
    }

    private static List<String> ids(Reply stream) {
        return stream.http()
                .body()
                .lines()
                .filter(line -> line.startsWith("id: "))
                .map(line -> line.substring("id: ".length()))
                .toList();
    }

    @Test
    void refusesAStreamThatItCannotGive() {
        String run = crossrun.start("unstreamed");
        assertThat(crossrun.get("ann", run + "/events", "Accept", "text/event-stream", "Last-Event-ID", "x")
                        .status())
                .isEqualTo(400);
        assertThat(crossrun.get("ann", "/v1/runs/errand.none/events", "Accept", "text/event-stream")
                        .status())
                .isEqualTo(404);
        assertThat(crossrun.get("", run + "/events", "Accept", "text/event-stream")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void describesItsRunbooksWithTheSchemaOfTheirInput() {
        assertThat(crossrun.get("ann", "/v1/runbooks").at("/items/0/name").asText())
                .isEqualTo("errand");
        JsonNode runbook = crossrun.get("ann", "/v1/runbooks/errand").body();
        assertThat(runbook.at("/title").asText()).isEqualTo("Carry a letter");
        assertThat(runbook.at("/inputSchema/$schema").asText()).contains("2020-12");
        assertThat(runbook.at("/inputSchema/required"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("name", "to", "people");
        assertThat(runbook.at("/inputSchema/properties/account/pattern").asText())
                .contains("12");
        assertThat(runbook.at("/inputSchema/additionalProperties").asBoolean(true))
                .isFalse();
        assertThat(runbook.at("/steps/2/dependsOn/0").asText()).isEqualTo("approve-plan");
        assertThat(crossrun.get("ann", "/v1/runbooks/none").status()).isEqualTo(404);
    }

    @Test
    void carriesARunFromItsStartToItsEnd() {
        Reply started = crossrun.post("kim", START, input("whole"));
        assertThat(started.status()).isEqualTo(201);
        assertThat(started.at("/id").asText()).startsWith("errand.whole:");
        assertThat(started.header("Location"))
                .endsWith("/v1/runs/" + started.at("/id").asText());
        String run = "/v1/runs/" + started.at("/id").asText();

        String task = crossrun.approve(run);
        JsonNode asked = crossrun.get("sam", task).body();
        assertThat(asked.at("/actions/0/allowed").asBoolean()).isTrue();
        assertThat(crossrun.get("kim", task).at("/actions/0/allowed").asBoolean())
                .isFalse();
        assertThat(asked.at("/verdict").isNull()).isTrue();
        assertThat(asked.at("/answers/0/file/maxBytes").asInt()).isEqualTo(524_288);

        Reply answered =
                crossrun.upload("sam", task + "/answer", "{\"action\": \"submit\", \"sender\": \"Ada\"}", LETTER);
        assertThat(answered.status()).isEqualTo(200);
        assertThat(answered.at("/state").asText()).isEqualTo("CLOSED");
        assertThat(answered.at("/verdict/by/name").asText()).isEqualTo("sam");

        JsonNode view = crossrun.until(run, ended -> !ended.at("/closedAt").isNull());
        assertThat(view.at("/status").asText()).isEqualTo("SUCCEEDED");
        assertThat(view.at("/steps/3/detail").asText()).isEqualTo("Carried to Rome");
        assertThat(view.at("/temporal/workflowId").asText()).isEqualTo("errand.whole");
        assertThat(view.at("/plan/approvedBy/name").asText()).isEqualTo("lee");
        assertThat(view.has("outcome") && view.at("/outcome").isNull()).isTrue();
    }

    @Test
    void tellsItsEventsAfterANumber() {
        String run = crossrun.start("events");
        crossrun.approve(run);
        JsonNode all = crossrun.get("ann", run + "/events", "Accept", "application/json")
                .at("/items");
        assertThat(IntStream.range(0, all.size())
                        .mapToObj(i -> all.get(i).at("/seq").asInt() - i))
                .containsOnly(1);
        Reply later = crossrun.get("ann", run + "/events?after=2", "Accept", "application/json");
        assertThat(later.at("/items/0/seq").asInt()).isEqualTo(3);
        assertThat(crossrun.get("ann", run + "/events?after=x")
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/after");
    }

    @Test
    void namesAllFaultsOfAnInputAndStartsNothing() {
        Reply refused = crossrun.post("kim", START, """
                {"name": "Not A Name", "to": 7, "account": "12", "people": [{"name": "Ada", "age": 3}, {}], "more": true}""");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.at("/errors"))
                .extracting(fault -> fault.at("/pointer").asText())
                .containsExactlyInAnyOrder("/name", "/to", "/account", "/people/0/age", "/people/1/name", "/more");
        assertThat(refused.at("/errors"))
                .extracting(fault -> fault.at("/detail").asText())
                .contains("must be an AWS account id: 12 digits", "is missing", "is not known here");
        assertThat(crossrun.post("kim", START, "{\"name\": ")
                        .at("/errors/0/detail")
                        .asText())
                .contains("line 1");
        assertThat(crossrun.post("kim", START, "[]").status()).isEqualTo(400);
        assertThat(crossrun.post("kim", START, "{\"name\": \"a\", \"name\": \"b\"}")
                        .status())
                .isEqualTo(400);
        assertThat(crossrun.post("kim", START, "{\"name\": \"" + "x".repeat(1_100_000) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(crossrun.get("ann", "/v1/runs?name=not").at("/items")).isEmpty();
    }

    @Test
    void letsOnlyRequestersStart() {
        Reply refused = crossrun.post("ann", START, input("audited"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.at("/detail").asText()).contains("REQUESTER");
    }

    @Test
    void doesNotGuessWhetherOnlyAPlanIsWanted() {
        Reply refused = crossrun.post("kim", START + "?planOnly=yes", input("guessed"));
        assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/planOnly");
        assertThat(crossrun.get("ann", "/v1/runs?name=guessed").at("/items")).isEmpty();
    }

    @Test
    void endsAfterThePlanIfThatIsAllThatIsAskedFor() {
        Reply started = crossrun.post("kim", START + "?planOnly=true", input("only-a-plan"));
        String run = "/v1/runs/" + started.at("/id").asText();
        crossrun.until(run, view -> view.at("/status").asText().equals("PLANNED"));
        assertThat(crossrun.get("ann", run + "/plan").at("/steps/0/action").asText())
                .isEqualTo("CREATE");
    }

    @Test
    void refusesANameThatIsOpen() {
        String run = crossrun.start("twice");
        Reply refused = crossrun.post("kim", START, input("twice"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat("/v1/runs/" + refused.at("/detail").asText()).endsWith(run.replace("/v1/runs/", ""));
    }

    @Test
    void startsOnceForOneIdempotencyKey() {
        String[] key = {"Idempotency-Key", "k-1"};
        Reply first = crossrun.post("kim", START, input("keyed"), key);
        Reply again = crossrun.post("kim", START, input("keyed"), key);
        assertThat(List.of(first.status(), again.status())).containsExactly(201, 200);
        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        assertThat(crossrun.post("kim", START, input("keyed").replace("Rome", "Oslo"), key)
                        .status())
                .isEqualTo(422);
        assertThat(crossrun.post("kim", START, input("keyed"), "Idempotency-Key", "k-2")
                        .status())
                .isEqualTo(409);
        assertThat(crossrun.post("kim", START, input("keyed"), "Idempotency-Key", "a b")
                        .status())
                .isEqualTo(400);
        crossrun.post("kim", "/v1/runs/" + first.at("/id").asText() + "/abort", "{\"effects\": \"LEAVE\"}");
        crossrun.until(
                "/v1/runs/errand.keyed", view -> view.at("/status").asText().equals("ABORTED"));
        assertThat(crossrun.post("kim", START, input("keyed"), key).at("/id")).isEqualTo(first.at("/id"));
    }

    @Test
    void knowsAKeyThoughItsNameWasUsedAgain() {
        String first = ended(crossrun.post("kim", START, input("reused"), "Idempotency-Key", "k-1"));
        String second = ended(startedOnceTheNameIsFree("reused", "k-2"));
        assertThat(second).isNotEqualTo(first);
        Reply again = crossrun.post("kim", START, input("reused"), "Idempotency-Key", "k-1");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.at("/id").asText()).isEqualTo(first);
    }

    /** A run's view shows its end a moment before Temporal has closed it. */
    private static Reply startedOnceTheNameIsFree(String name, String key) {
        AtomicReference<Reply> reply = new AtomicReference<>();
        ApiFixture.await(() -> {
            reply.set(crossrun.post("kim", START, input(name), "Idempotency-Key", key));
            return reply.get().status() != 409;
        });
        return reply.get();
    }

    private static String ended(Reply started) {
        String id = started.at("/id").asText();
        Reply aborted = crossrun.post("kim", "/v1/runs/" + id + "/abort", "{\"effects\": \"LEAVE\"}");
        assertThat(aborted.status()).as(aborted.http().body()).isEqualTo(202);
        crossrun.until("/v1/runs/" + id, view -> !view.at("/closedAt").isNull());
        return id;
    }

    @Test
    void givesTheFirstVerdictAgainForOneIdempotencyKey() {
        String run = crossrun.start("answered-twice");
        String answer = crossrun.approve(run) + "/answer";
        String stranger = "{\"action\": \"submit\", \"sender\": \"stranger\"}";
        Reply refused = crossrun.upload("sam", answer, stranger, LETTER, "Idempotency-Key", "u-1");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.at("/errors/0/code").asText()).isEqualTo("UNKNOWN_SENDER");
        String known = "{\"action\": \"submit\", \"sender\": \"Ada\"}";
        assertThat(crossrun.upload("sam", answer, known, LETTER, "Idempotency-Key", "u-2")
                        .status())
                .isEqualTo(200);
        assertThat(crossrun.upload("sam", answer, stranger, LETTER, "Idempotency-Key", "u-1")
                        .status())
                .isEqualTo(422);
        assertThat(crossrun.upload("sam", answer, known, LETTER, "Idempotency-Key", "u-2")
                        .status())
                .isEqualTo(200);
        assertThat(crossrun.upload(
                                "sam",
                                answer,
                                known,
                                "<other/>".getBytes(StandardCharsets.UTF_8),
                                "Idempotency-Key",
                                "u-2")
                        .status())
                .isEqualTo(422);
        crossrun.until(run, view -> !view.at("/closedAt").isNull());
        assertThat(crossrun.upload("sam", answer, known, LETTER, "Idempotency-Key", "u-2")
                        .status())
                .isEqualTo(200);
        assertThat(crossrun.upload("sam", answer, known, LETTER, "Idempotency-Key", "u-3")
                        .status())
                .as("a key that nobody has used")
                .isEqualTo(409);
        Reply late = crossrun.upload("sam", answer, known, LETTER);
        assertThat(late.status()).isEqualTo(409);
    }

    @Test
    void takesOneOfManyAnswersAtOnce() {
        String run = crossrun.start("crowded");
        String answer = crossrun.approve(run) + "/answer";
        List<CompletableFuture<Reply>> replies = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> crossrun.upload("sam", answer, "{\"action\": \"submit\", \"sender\": \"Ada\"}", LETTER)))
                .toList();
        List<Integer> statuses =
                replies.stream().map(CompletableFuture::join).map(Reply::status).toList();
        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() {
        String run = crossrun.start("badly-answered");
        String task = crossrun.approve(run);
        Reply wrong =
                crossrun.post("sam", task + "/answer", "{\"action\": \"submit\", \"colour\": \"red\", \"comment\": 5}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.at("/errors"))
                .extracting(fault -> fault.at("/pointer").asText())
                .containsExactlyInAnyOrder("/sender", "/colour", "/comment", "/file");
        assertThat(crossrun.post("sam", task + "/answer", "{\"action\": \"burn\"}")
                        .at("/errors/0/detail")
                        .asText())
                .isEqualTo("must be one of submit, certify");
        String known = "{\"action\": \"submit\", \"sender\": \"Ada\"}";
        assertThat(crossrun.upload("lee", task + "/answer", known, LETTER).status())
                .isEqualTo(403);
        assertThat(crossrun.upload("sam", task + "/answer", known, new byte[600_000])
                        .at("/errors/0/detail")
                        .asText())
                .isEqualTo("has more than 524288 bytes");
        assertThat(crossrun.upload("sam", task + "/answer", known, new byte[2_000_000])
                        .status())
                .isEqualTo(413);
        assertThat(crossrun.upload("sam", task + "/answer", known, new byte[0])
                        .at("/errors/0/detail")
                        .asText())
                .isEqualTo("is empty");
        assertThat(crossrun.post("sam", run + "/tasks/none.human-step.1/answer", "{}")
                        .status())
                .isEqualTo(404);
        assertThat(crossrun.get("sam", task).at("/state").asText()).isEqualTo("OPEN");
    }

    @Test
    void givesDocumentsByTheirHashUnderASafeName() {
        String run = crossrun.start("documented");
        crossrun.upload(
                "sam", crossrun.approve(run) + "/answer", "{\"action\": \"submit\", \"sender\": \"Ada\"}", LETTER);
        crossrun.until(run, view -> !view.at("/closedAt").isNull());
        String path = run + "/artifacts/"
                + crossrun.get("ann", run + "/artifacts").at("/items/0/name").asText();
        Reply document = crossrun.get("ann", path);
        assertThat(document.http().body()).isEqualTo("<letter>Dear</letter>");
        assertThat(document.header("ETag")).isEqualTo("\"" + Sha256.of(LETTER) + "\"");
        assertThat(document.header("Content-Disposition")).isEqualTo("attachment; filename=\"letter.xml\"");
        assertThat(crossrun.get("ann", path, "If-None-Match", document.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(crossrun.get("ann", run + "/artifacts/none").status()).isEqualTo(404);
    }

    @Test
    void showsWhatIsRetriedAndWhy() {
        crossrun.carrier.ready.set(false);
        String run = crossrun.start("slow");
        crossrun.upload(
                "sam", crossrun.approve(run) + "/answer", "{\"action\": \"submit\", \"sender\": \"Ada\"}", LETTER);
        JsonNode view = crossrun.until(
                run,
                each -> each.at("/steps/3/retry/attempt").asInt() > 1
                        && !each.at("/steps/3/retry/lastFailure").isNull());
        crossrun.carrier.ready.set(true);
        JsonNode failure = view.at("/steps/3/retry/lastFailure");
        assertThat(Stream.of("type", "message", "provider", "code", "requestId", "remedy")
                        .map(field -> failure.path(field).asText()))
                .containsExactly("THROTTLED", "too many letters", "POST", "TooMany", "r-1", "send fewer letters");
        crossrun.until(run, each -> each.at("/status").asText().equals("SUCCEEDED"));
    }

    @Test
    void redoesOnlyWhatIsFinishedAndMayBeRedone() {
        crossrun.carrier.ready.set(false);
        String run = crossrun.start("redone");
        String task = crossrun.approve(run);
        assertThat(crossrun.post("sam", run + "/redo", "{\"from\": \"letter\"}").status())
                .isEqualTo(409);
        crossrun.upload("sam", task + "/answer", "{\"action\": \"submit\", \"sender\": \"Ada\"}", LETTER);
        assertThat(crossrun.post("sam", run + "/redo", "{\"from\": \"nothing\"}")
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/from");
        assertThat(crossrun.post("sam", run + "/redo", "{}")
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/from");
        assertThat(crossrun.post("lee", run + "/redo", "{\"from\": \"letter\"}").status())
                .isEqualTo(403);
        crossrun.until(run, view -> view.at("/steps/2/status").asText().equals("DONE"));
        Reply redone = crossrun.post("sam", run + "/redo", "{\"from\": \"letter\"}");
        assertThat(redone.status()).isEqualTo(202);
        assertThat(redone.at("/steps/2/round").asInt()).isEqualTo(2);
        assertThat(kept("errand.redone")).isLessThan(100);
        JsonNode view = crossrun.until(
                run, each -> each.at("/waitingFor/0/task").asText().equals("letter.human-step.2"));
        assertThat(view.at("/steps/2/round").asInt()).isEqualTo(2);
        crossrun.carrier.ready.set(true);
    }

    /** How many bytes the history keeps of what a run said to its last update. */
    private static int kept(String workflowId) {
        return crossrun.temporal.getWorkflowClient().fetchHistory(workflowId).getEvents().stream()
                .filter(HistoryEvent::hasWorkflowExecutionUpdateCompletedEventAttributes)
                .reduce((before, last) -> last)
                .orElseThrow()
                .getWorkflowExecutionUpdateCompletedEventAttributes()
                .getOutcome()
                .getSuccess()
                .getSerializedSize();
    }

    @Test
    void undoesOnDemandAndTellsWhatItWouldDo() {
        String run = crossrun.start("undone");
        assertThat(crossrun.get("kim", run + "/undo").at("/items")).isEmpty();
        assertThat(crossrun.post("kim", run + "/abort", "{\"effects\": \"UNDO\"}")
                        .status())
                .isEqualTo(202);
        JsonNode view = crossrun.until(run, each -> !each.at("/closedAt").isNull());
        assertThat(view.at("/status").asText()).isEqualTo("UNDONE");
        assertThat(view.at("/problem/detail").asText()).contains("Nothing that it made remains");
    }

    @Test
    void abortsForItsRequesterOrAnAdministrator() {
        String run = crossrun.start("aborted");
        assertThat(crossrun.post("lee", run + "/abort", "{\"effects\": \"LEAVE\"}")
                        .status())
                .isEqualTo(403);
        assertThat(crossrun.post("kim", run + "/abort", "{\"effects\": \"BURN\"}")
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/effects");
        Reply aborted = crossrun.post("kim", run + "/abort", "{\"effects\": \"LEAVE\", \"comment\": \"no time\"}");
        assertThat(aborted.status()).isEqualTo(202);
        assertThat(aborted.at("/status").asText()).isEqualTo("ABORTED");
        assertThat(kept("errand.aborted")).isLessThan(100);
        JsonNode view = crossrun.until(run, each -> !each.at("/closedAt").isNull());
        assertThat(view.at("/status").asText()).isEqualTo("ABORTED");
        assertThat(view.at("/problem/detail").asText()).contains("kim", "no time");
        assertThat(crossrun.post("kim", run + "/abort", "{\"effects\": \"LEAVE\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void showsARunThatTemporalTerminatedAsAborted() {
        String run = crossrun.start("terminated");
        crossrun.until(run, each -> !each.at("/waitingFor").isEmpty());
        crossrun.awaitIdle("errand.terminated");
        crossrun.temporal
                .getWorkflowClient()
                .newUntypedWorkflowStub("errand.terminated")
                .terminate("enough");
        JsonNode view = crossrun.until(run, each -> each.hasNonNull("closedAt"));
        assertThat(view.at("/status").asText()).isEqualTo("ABORTED");
        assertThat(view.at("/problem/by/name").asText()).isEqualTo("unauthenticated");
        assertThat(view.at("/waitingFor")).isEmpty();
        assertThat(crossrun.get("lee", run + "/tasks/approve-plan.approval.1")
                        .at("/actions/0/allowed")
                        .asBoolean(true))
                .isFalse();
        assertThat(crossrun.get("ann", "/v1/runs?name=terminated")
                        .at("/items/0/status")
                        .asText())
                .isEqualTo("ABORTED");
    }

    @Test
    void listsRunsByFilterInPages() {
        for (String name : List.of("listed-1", "listed-2", "listed-3")) {
            crossrun.approve(crossrun.start(name));
        }
        Reply first = crossrun.get("ann", "/v1/runs?name=listed-&limit=2");
        assertThat(first.at("/items"))
                .extracting(run -> run.at("/name").asText())
                .containsExactly("listed-3", "listed-2");
        Reply second = crossrun.get(
                "ann",
                "/v1/runs?name=listed-&limit=2&cursor=" + first.at("/next").asText());
        assertThat(second.at("/items"))
                .extracting(run -> run.at("/name").asText())
                .containsExactly("listed-1");
        assertThat(second.body().has("next") && second.at("/next").isNull()).isTrue();
        assertThat(crossrun.get(
                                "ann",
                                "/v1/runs?name=listed-&status=SUCCEEDED&status=RUNNING&account=111111111111&requestedBy=kim&runbook=errand&waiting=true")
                        .at("/items"))
                .hasSize(3);
        assertThat(crossrun.get("ann", "/v1/runs?name=listed-&account=222222222222")
                        .at("/items"))
                .isEmpty();
        assertThat(crossrun.get("ann", "/v1/runs?status=DONE")
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/status");
        assertThat(crossrun.get("ann", "/v1/runs?account=1")
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/account");
        assertThat(crossrun.get("ann", "/v1/runs?limit=0")
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/limit");
        assertThat(crossrun.get("ann", "/v1/runs?cursor=x")
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/cursor");
    }

    @Test
    void keepsOneInboxOverAllRuns() {
        String waiting = crossrun.start("inbox-1");
        crossrun.approve(crossrun.start("inbox-2"));
        crossrun.until(waiting, view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        String only = "/v1/tasks?run=errand.inbox-";
        assertThat(crossrun.get("lee", only + "1&mine=true").at("/items"))
                .extracting(task -> task.at("/id").asText())
                .containsExactly("approve-plan.approval.1");
        assertThat(crossrun.get("kim", only + "1&mine=true").at("/items"))
                .as("its requester")
                .isEmpty();
        assertThat(crossrun.get("sam", only + "2&kind=HUMAN_STEP&mine=true")
                        .at("/items/0/title")
                        .asText())
                .isEqualTo("Hand in the letter");
        assertThat(crossrun.get("sam", only + "2&kind=APPROVAL").at("/items")).isEmpty();
        Reply page = crossrun.get("sam", "/v1/tasks?limit=1");
        assertThat(page.at("/items")).hasSize(1);
        Reply next = crossrun.get(
                "sam", "/v1/tasks?limit=1&cursor=" + page.at("/next").asText());
        assertThat(next.at("/items/0")).isNotEqualTo(page.at("/items/0"));
        assertThat(crossrun.get("sam", "/v1/tasks?kind=LUNCH").status()).isEqualTo(400);
    }

    @Test
    void answersByProblemsWhereThereIsNothing() {
        assertThat(crossrun.get("ann", "/v1/runs/errand.none").status()).isEqualTo(404);
        assertThat(crossrun.get("ann", "/v1/runs/other.thing").status()).isEqualTo(404);
        assertThat(crossrun.get("ann", "/v1/runs/errand.none:abc").status()).isEqualTo(404);
        assertThat(crossrun.get("ann", "/v1/runs/..%2f..").status()).isIn(400, 404);
        assertThat(crossrun.get("ann", "/v1/nothing").header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(crossrun.post("ann", "/v1/runs", "{}").status()).isEqualTo(405);
        assertThat(crossrun.post("kim", START, "x", "Accept", "text/csv").status())
                .isEqualTo(406);
        assertThat(crossrun.get("ann", crossrun.start("unplanned") + "/artifacts")
                        .at("/items"))
                .isEmpty();
    }

    @Test
    void isReadyWhileTemporalIs() {
        assertThat(crossrun.admin("/healthz")).isEqualTo(200);
        assertThat(crossrun.admin("/readyz")).isEqualTo(200);
    }
}
