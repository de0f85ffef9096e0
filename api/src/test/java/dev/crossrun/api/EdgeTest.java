package dev.crossrun.api;

import static dev.crossrun.api.ApiFixture.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiFixture.Reply;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.run.RequesterAttribute;
import dev.crossrun.api.run.RunDirectory;
import dev.crossrun.api.run.RunFilter;
import dev.crossrun.api.run.VisibilityDirectory;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.jersey.errors.EofExceptionWriterInterceptor;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.util.Duration;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Requests that no well-behaved client sends: each is answered by a problem that says what is wrong with it. */
class EdgeTest {
    private static final String SUBMIT = "{\"action\": \"submit\", \"sender\": \"Ada\"}";
    private static final String DEEP = "[".repeat(2_000) + "]".repeat(2_000);
    private static final String LONG = "1".repeat(2_000);

    private static ApiFixture crossrun;
    private static String run;
    private static String answer;

    @BeforeAll
    static void open() {
        crossrun = new ApiFixture(true);
        run = crossrun.start("edge");
        answer = crossrun.approve(run) + "/answer";
    }

    @AfterAll
    static void close() {
        crossrun.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep", "long"})
    void refusesJsonThatIsTooDeepAndNumbersThatAreTooLongWithAReason(String kind) {
        String value = kind.equals("deep") ? DEEP : LONG;
        String body = "{\"name\": " + value + "}";
        Stream.of(
                        crossrun.post("kim", ApiTest.START, body),
                        crossrun.post("kim", run + "/abort", body),
                        crossrun.post("sam", answer, body),
                        crossrun.upload("sam", answer, body, ApiTest.LETTER))
                .forEach(refused -> {
                    assertInvalid(refused, "");
                    assertThat(refused.at("/errors/0/detail").asText())
                            .isEqualTo("must have at most 50 levels, and numbers of at most 100 characters");
                });
    }

    @Test
    void refusesJsonThatIsNotUtf8() {
        String input = input("wide");
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            Reply refused = crossrun.post("kim", ApiTest.START, input.getBytes(charset));
            assertInvalid(refused, "");
            assertThat(refused.at("/errors/0/detail").asText()).isEqualTo("must be UTF-8; this is UTF-16 or UTF-32");
        }
        Reply latin = crossrun.post(
                "kim", ApiTest.START, input.replace("Rome", "Zürich").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(latin.at("/errors/0/detail").asText()).isEqualTo("must be UTF-8");
        Reply half = crossrun.post("kim", ApiTest.START, input.replace("Rome", "\\ud800"));
        assertThat(half.at("/errors/0/detail").asText()).startsWith("must be Unicode text");
        assertThat(crossrun.post("kim", ApiTest.START, "")
                        .at("/errors/0/detail")
                        .asText())
                .isEqualTo("must be a JSON object");
        Reply marked = crossrun.post("kim", ApiTest.START, "\uFEFF" + input("marked"));
        assertThat(marked.status()).isEqualTo(201);
    }

    private static void assertInvalid(Reply refused, String pointer) {
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.at("/code").asText()).isEqualTo("INVALID_REQUEST");
        assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(refused.at("/errors/0/code").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Accept,'/;;'", "Accept-Language,'en;q=x'"})
    void namesAHeaderThatCannotBeRead(String header, String value) {
        Reply refused = crossrun.post("kim", run + "/abort", "{}", header, value);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/code").asText()).isEqualTo("MALFORMED_REQUEST");
        assertThat(refused.at("/detail").asText())
                .startsWith("The header " + header + " cannot be read. Expected: a value");
    }

    @Test
    void saysThatAContentTypeCannotBeRead() {
        Reply refused = crossrun.post("kim", run + "/abort", "{}", "Content-Type", "a/b/c;;");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.at("/detail").asText()).endsWith("its path or its header Content-Type cannot be read");
    }

    @Test
    void takesGzipAndRefusesWhatOnlyClaimsToBeAndEveryOtherEncoding() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(input("packed").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(crossrun.post("kim", ApiTest.START, packed.toByteArray(), "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(201);
        Reply plain = crossrun.post("kim", ApiTest.START, input("plain"), "Content-Encoding", "gzip");
        assertThat(plain.status()).isEqualTo(400);
        assertThat(plain.at("/detail").asText()).startsWith("The body is not gzip");
        Reply other = crossrun.post("kim", ApiTest.START, input("other"), "Content-Encoding", "br");
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.at("/detail").asText()).contains("Content-Encoding", "gzip");
    }

    @Test
    void saysThatABodyDidNotCome() throws IOException {
        ApiConfiguration impatient = ApiFixture.configuration();
        connector(impatient).setIdleTimeout(Duration.milliseconds(200));
        try (EmbeddedApi api = crossrun.serve(impatient);
                RawHttp http = new RawHttp(api.address())) {
            RawHttp.Answer late = http.write(RawHttp.head(
                            "POST " + run + "/redo HTTP/1.1", "Content-Type: application/json", "Content-Length: 20"))
                    .answer();
            assertThat(late.status()).isEqualTo(408);
            assertThat(late.json().at("/code").asText()).isEqualTo("REQUEST_TIMEOUT");
            assertThat(late.json().at("/detail").asText()).isEqualTo("The rest of the body did not arrive");
        }
    }

    @Test
    void boundsTheTimeThatABodyMayTake() throws IOException {
        ApiConfiguration impatient = ApiFixture.configuration();
        impatient.setBodyTimeout(Duration.milliseconds(20));
        try (EmbeddedApi api = crossrun.serve(impatient)) {
            for (int length : List.of(1_000_000, 3_000_000)) {
                try (RawHttp http = new RawHttp(api.address())) {
                    RawHttp.Answer late = http.write(RawHttp.head(
                                    "POST " + run + "/redo HTTP/1.1",
                                    "Content-Type: application/json",
                                    "Content-Length: " + length))
                            .trickle()
                            .answer();
                    assertThat(late.status()).isEqualTo(408);
                    assertThat(late.json().at("/code").asText()).isEqualTo("REQUEST_TIMEOUT");
                }
            }
        }
    }

    private static HttpConnectorFactory connector(ApiConfiguration configuration) {
        return (HttpConnectorFactory) ((DefaultServerFactory) configuration.getServerFactory())
                .getApplicationConnectors()
                .get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/nothing", "PUT /v1/runs", "POST /v1/runbooks/errand/runs"})
    void saysThatItClosesTheConnectionOfARequestThatIsRefusedBeforeItsBody(String request) throws IOException {
        try (RawHttp http = new RawHttp(crossrun.api.address())) {
            // Without a known token, the third one is refused before its body, too.
            http.write(RawHttp.head(request + " HTTP/1.1", "Content-Type: application/json", "Content-Length: 2")
                    .replace("token-of-sam", request.endsWith("errand/runs") ? "unknown" : "token-of-sam"));
            RawHttp.Answer answer = http.answer();
            assertThat(answer.status()).isIn(401, 404, 405);
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void keepsTheConnectionOfARequestWhoseBodyNobodyReads() throws IOException {
        try (RawHttp http = new RawHttp(crossrun.api.address())) {
            for (int request = 0; request < 20; request++) {
                http.write(RawHttp.head(
                        "GET /v1/runbooks HTTP/1.1", "Content-Type: application/json", "Content-Length: 2"));
                http.write("{}");
                RawHttp.Answer answer = http.answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Connection")).isEmpty();
            }
        }
    }

    @Test
    void doesNotLogAClientThatHangsUpAsAnError() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        Logger body = (Logger) LoggerFactory.getLogger("dev.crossrun.api.request.BodyLimit");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        body.setLevel(Level.DEBUG);
        try {
            try (RawHttp http = new RawHttp(crossrun.api.address())) {
                http.write(RawHttp.head(
                        "POST " + run + "/redo HTTP/1.1", "Content-Type: application/json", "Content-Length: 20"));
                http.write("{\"from\": ");
            }
            ApiFixture.await(() -> List.copyOf(log.list).stream()
                    .anyMatch(event -> event.getMessage().equals("A client hung up")));
            assertThat(List.copyOf(log.list))
                    .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .isEmpty();
        } finally {
            root.detachAppender(log);
            body.setLevel(null);
        }
    }

    @Test
    void doesNotLogAClientThatHangsUpOnAResponseAsAnError() {
        Logger gone = (Logger) LoggerFactory.getLogger(EofExceptionWriterInterceptor.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        List<String> errors = new CopyOnWriteArrayList<>();
        Handler ofJersey = new KeptMessages(errors);
        java.util.logging.Logger jersey =
                java.util.logging.Logger.getLogger("org.glassfish.jersey.server.ServerRuntime");
        jersey.addHandler(ofJersey);
        log.start();
        gone.addAppender(log);
        gone.setLevel(Level.DEBUG);
        try {
            ApiFixture.await(() -> {
                try (RawHttp http = new RawHttp(crossrun.api.address())) {
                    http.write(RawHttp.head("GET /v1/openapi.json HTTP/1.1")).reset();
                }
                return !errors.isEmpty() || !log.list.isEmpty();
            });
            assertThat(errors).isEmpty();
        } finally {
            jersey.removeHandler(ofJersey);
            gone.detachAppender(log);
            gone.setLevel(null);
        }
    }

    /** Keeps what Jersey logs. */
    private static final class KeptMessages extends Handler {
        private final List<String> messages;

        KeptMessages(List<String> messages) {
            this.messages = messages;
        }

        @Override
        public void publish(LogRecord entry) {
            messages.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET /v1/runs/%00 HTTP/1.1                  | 400 | MALFORMED_REQUEST
            GET /v1/runs/a%2fb HTTP/1.1                | 400 | MALFORMED_REQUEST
            GET /v1//runs HTTP/1.1                     | 400 | MALFORMED_REQUEST
            GET /v1/runs/%zz HTTP/1.1                  | 400 | MALFORMED_REQUEST
            GET /v1/runs/a;b HTTP/1.1                  | 404 | NOT_FOUND
            GET /v1/runs HTTP/9.9                      | 505 | HTTP_VERSION_NOT_SUPPORTED
            GET /v1/nothing HTTP/1.1                   | 404 | NOT_FOUND
            GET / HTTP/1.1                             | 404 | NOT_FOUND
            TRACE /v1/runs HTTP/1.1                    | 405 | METHOD_NOT_ALLOWED
            PUT /v1/runs HTTP/1.1                      | 405 | METHOD_NOT_ALLOWED
            BREW /v1/runs HTTP/1.1                     | 501 | METHOD_UNKNOWN
            """)
    void answersByAProblemWhatNeverReachesAResource(String requestLine, int status, String code) throws IOException {
        assertProblem(exchange(RawHttp.head(requestLine)), status, code);
    }

    @Test
    void answersByAProblemHeadersThatItCannotRead() throws IOException {
        assertProblem(
                exchange(RawHttp.head("GET /v1/runs HTTP/1.1", "X: " + "x".repeat(20_000))), 431, "HEADERS_TOO_LARGE");
        assertProblem(exchange(RawHttp.head("GET /v1/runs HTTP/1.1", "A B")), 400, "MALFORMED_REQUEST");
        assertProblem(exchange(RawHttp.head("GET /v1/runs HTTP/1.1", "Expect: cake")), 417, "EXPECTATION_FAILED");
        for (String type : List.of("garbage", "application/json; charset=nonsense", "a/b/c", "multipart/form-data")) {
            RawHttp.Answer refused = exchange(
                    RawHttp.head("POST " + answer + " HTTP/1.1", "Content-Type: " + type, "Content-Length: 2") + "{}");
            assertProblem(
                    refused,
                    refused.status(),
                    refused.status() == 415
                            ? "UNSUPPORTED_MEDIA_TYPE"
                            : refused.json().at("/code").asText());
            assertThat(refused.status()).as(type).isIn(400, 415);
        }
    }

    @Test
    void saysWhatIsWrongWithAMultipartBody() throws IOException {
        RawHttp.Answer refused = exchange(RawHttp.head(
                        "POST " + answer + " HTTP/1.1",
                        "Content-Type: multipart/form-data; boundary=b",
                        "Content-Length: 5")
                + "--b\r\n");
        assertProblem(refused, 400, "MALFORMED_REQUEST");
        assertThat(refused.json().at("/detail").asText()).startsWith("The body is not multipart/form-data: ");
    }

    private static RawHttp.Answer exchange(String request) throws IOException {
        try (RawHttp http = new RawHttp(crossrun.api.address())) {
            return http.write(request).answer();
        }
    }

    private static void assertProblem(RawHttp.Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.at("/code").asText()).isEqualTo(code);
        assertThat(problem.at("/status").asInt()).isEqualTo(status);
        assertThat(problem.at("/detail").asText()).isNotEmpty().doesNotContain("null", "Exception");
        assertThat(answer.header("Allow")).isEqualTo(status == 405 ? "GET, OPTIONS" : "");
    }

    @Test
    void refusesQueryParametersThatAnOperationDoesNotTake() {
        Reply misspelled = crossrun.post("kim", ApiTest.START + "?planonly=true", input("misspelled"));
        assertInvalid(misspelled, "/planonly");
        assertThat(misspelled.at("/errors/0/detail").asText())
                .isEqualTo("is not a parameter of this operation: use planOnly");
        assertThat(crossrun.get("ann", "/v1/runs?name=misspelled").at("/items")).isEmpty();
        for (String path : List.of(
                "/v1/runbooks",
                "/v1/runbooks/errand",
                "/v1/runs",
                run,
                run + "/plan",
                run + "/events",
                run + "/artifacts",
                run + "/undo",
                "/v1/tasks",
                answer.replace("/answer", ""))) {
            assertInvalid(crossrun.get("ann", path + "?colour=red"), "/colour");
        }
        for (String path : List.of(run + "/abort", run + "/redo", run + "/undo", answer)) {
            assertInvalid(crossrun.post("sam", path + "?colour=red", "{}"), "/colour");
        }
        assertInvalid(crossrun.get("ann", "/v1/runs?limit=1&limit=2"), "/limit");
    }

    @Test
    void aConnectionIsUsableAfterARefusalThatDidNotNeedTheBody() throws IOException {
        try (RawHttp http = new RawHttp(crossrun.api.address())) {
            http.write(RawHttp.head(
                    "POST " + run + "/abort?colour=red HTTP/1.1",
                    "Content-Type: application/json",
                    "Content-Length: 2"));
            assertThat(http.write("{}").answer().status()).isEqualTo(400);
            http.write(RawHttp.head("GET /v1/runbooks HTTP/1.1"));
            assertThat(http.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void servesItsOpenApiDocument() {
        Reply document = crossrun.get("ann", "/v1/openapi.json");
        assertThat(document.header("Content-Type")).isEqualTo("application/json");
        assertThat(document.at("/openapi").asText()).isEqualTo("3.1.0");
        assertThat(document.at("/paths").has("/v1/runbooks/errand/runs")).isTrue();
    }

    @Test
    void refusesAnIdempotencyKeyThatWasUsedForAPlanOnly() {
        String[] key = {"Idempotency-Key", "plan-first"};
        crossrun.post("kim", ApiTest.START + "?planOnly=true", input("planned"), key);
        assertThat(crossrun.post("kim", ApiTest.START + "?planOnly=true", input("planned"), key)
                        .status())
                .isEqualTo(200);
        Reply real = crossrun.post("kim", ApiTest.START, input("planned"), key);
        assertThat(real.status()).isEqualTo(422);
        assertThat(real.at("/code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(crossrun.post("kim", ApiTest.START, input("planned-too"), key)
                        .status())
                .as("the key of another name")
                .isEqualTo(201);
    }

    @Test
    void saysThatTemporalLimitsTheRate() {
        Reply limited = refusing(
                Status.RESOURCE_EXHAUSTED.withDescription("namespace rate limit exceeded"),
                () -> crossrun.get("ann", "/v1/runs"));
        assertThat(limited.status()).isEqualTo(503);
        assertThat(limited.header("Retry-After")).isEqualTo("1");
        assertThat(limited.at("/code").asText()).isEqualTo("TEMPORAL_BUSY");
        assertThat(limited.at("/detail").asText())
                .contains("namespace rate limit exceeded")
                .doesNotContain("worker");
    }

    @Test
    void saysThatTemporalCannotBeReachedWhenTheConnectionBreaksDuringACall() {
        Reply broken = refusing(
                Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException()),
                () -> crossrun.get("ann", "/v1/runs"));
        assertThat(broken.status()).isEqualTo(503);
        assertThat(broken.at("/code").asText()).isEqualTo("TEMPORAL_UNREACHABLE");
    }

    @Test
    void letsARequestBeSentAgainWhenTemporalFailsInItself() {
        Reply failed = refusing(
                Status.UNKNOWN.withDescription("something went wrong, please retry (1b72822f)"),
                () -> crossrun.get("ann", "/v1/runs"));
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.at("/code").asText()).isEqualTo("TEMPORAL_UNREACHABLE");
    }

    private static <T> T refusing(Status status, Supplier<T> call) {
        crossrun.lists.refusal.set(Optional.of(status));
        try {
            return call.get();
        } finally {
            crossrun.lists.refusal.set(Optional.empty());
        }
    }

    @Test
    void takesWhatTemporalDoesNotAcceptInAListForABadRequest() {
        RunDirectory runs = new VisibilityDirectory(crossrun.temporal.getWorkflowClient(), RequesterAttribute.name());
        Status refusal = Status.INVALID_ARGUMENT.withDescription("Invalid NextPageToken");
        assertThatThrownBy(() -> refusing(
                        refusal, () -> runs.list(RunFilter.waitingForSomebody(List.of()), 1, Optional.of("AAAA"))))
                .isInstanceOf(ApiException.class)
                .hasMessage("There is no such page");
        assertThatThrownBy(() -> refusing(
                        refusal, () -> runs.list(RunFilter.waitingForSomebody(List.of()), 1, Optional.empty())))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("Temporal does not accept these filters");
        Reply unknown = crossrun.get("ann", "/v1/runs?cursor=x");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.at("/errors/0/pointer").asText()).isEqualTo("/cursor");
    }

    @Test
    void filtersTasksBeforeItPagesThem() {
        for (String name : List.of("paged-1", "paged-2", "paged-3")) {
            crossrun.until(
                    crossrun.start(name), view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        }
        for (String query : List.of("run=errand.paged-1&", "kind=HUMAN_STEP&")) {
            Reply page = crossrun.get("sam", "/v1/tasks?" + query + "limit=1");
            assertThat(page.at("/items")).as(query).hasSize(1);
            assertThat(page.at("/next").isNull()).as(query).isTrue();
        }
        assertThat(crossrun.get("sam", "/v1/tasks?run=errand.paged-2&kind=HUMAN_STEP")
                        .body())
                .isEqualTo(ApiFixture.JSON
                        .createObjectNode()
                        .putNull("next")
                        .set("items", ApiFixture.JSON.createArrayNode()));
    }

    @Test
    void keepsNothingOfASecretInTheWrongField() {
        String key = "AKIA" + "Q3EGRIT2XMPL7B4Z";
        long before = history();
        Reply comment = crossrun.upload(
                "sam",
                answer,
                "{\"action\": \"submit\", \"sender\": \"Ada\", \"comment\": \"it is " + key + "\"}",
                ApiTest.LETTER);
        assertInvalid(comment, "/comment");
        assertThat(comment.at("/errors/0/code").asText()).isEqualTo("SECRET");
        assertThat(comment.at("/errors/0/detail").asText()).startsWith("contains an AWS access key id.");
        assertThat(comment.http().body()).doesNotContain(key);
        assertInvalid(crossrun.upload("sam", answer, SUBMIT.replace("Ada", key), ApiTest.LETTER), "/sender");
        String pem = "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEow==\n";
        assertInvalid(crossrun.upload("sam", answer, SUBMIT, pem.getBytes(StandardCharsets.UTF_8)), "/file");
        assertInvalid(
                crossrun.post("kim", run + "/abort", "{\"effects\": \"LEAVE\", \"comment\": \"" + key + "\"}"),
                "/comment");
        assertInvalid(
                crossrun.post("sam", run + "/redo", "{\"from\": \"letter\", \"comment\": \"" + key + "\"}"),
                "/comment");
        assertInvalid(crossrun.post("kim", ApiTest.START, input("secret").replace("Ada", key)), "/people/0/name");
        assertInvalid(crossrun.post("kim", ApiTest.START, input("secret"), "Idempotency-Key", key), "/Idempotency-Key");
        assertThat(history()).isEqualTo(before);
        assertThat(crossrun.get("ann", "/v1/runs?name=secret").at("/items")).isEmpty();
    }

    private static long history() {
        return crossrun.temporal
                .getWorkflowClient()
                .fetchHistory("errand.edge")
                .getEvents()
                .size();
    }
}
