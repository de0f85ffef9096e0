package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiFixture.Reply;
import dev.crossrun.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The record of a run, whose people and documents are hostile. */
class RecordTest {
    private static final byte[] LETTER = "<letter/>".getBytes(StandardCharsets.UTF_8);
    private static final String HOSTILE =
            "# no <script>alert(1)</script> <img src=x onerror=alert(1)> [yes](javascript:alert(1)) ![](https://evil.example)"
                    + " | `code` *bold* &lt; \\ \u202egnp.exe\n# a heading\n```\n1. a list";

    private static ApiFixture crossrun;
    private static String run;

    @BeforeAll
    static void open() {
        crossrun = new ApiFixture(true);
        crossrun.carrier.ready.set(false);
        run = crossrun.start("recorded");
        crossrun.until(run, view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        answer(
                "lee",
                "approve-plan.approval.1",
                "{\"action\": \"approve\", \"comment\": %s, \"planHash\": \"%s\"}"
                        .formatted(
                                json(HOSTILE),
                                crossrun.get("lee", run + "/plan").at("/hash").asText()));
        crossrun.until(run, view -> !view.at("/waitingFor").isEmpty());
        upload("stranger");
        upload("Ada");
        crossrun.until(run, view -> retried(view) > 0);
        crossrun.carrier.ready.set(true);
        crossrun.until(run, view -> view.hasNonNull("closedAt"));
    }

    @AfterAll
    static void close() {
        crossrun.close();
    }

    private static int retried(JsonNode view) {
        int attempts = 0;
        for (JsonNode step : view.at("/steps")) {
            attempts += step.at("/retry/attempt").asInt();
        }
        return attempts;
    }

    private static void answer(String as, String task, String body) {
        Reply reply = crossrun.post(as, run + "/tasks/" + task + "/answer", body);
        assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    }

    private static void upload(String sender) {
        crossrun.upload(
                "sam",
                run + "/tasks/letter.human-step.1/answer",
                "{\"action\": \"submit\", \"sender\": \"" + sender + "\"}",
                LETTER);
    }

    private static String json(String text) {
        return ApiFixture.JSON.getNodeFactory().textNode(text).toString();
    }

    @Test
    void tellsTheWholeStory() {
        JsonNode record = crossrun.get("ann", run + "/record").body();
        assertThat(record.at("/id").asText()).isEqualTo(run.replace("/v1/runs/", ""));
        assertThat(record.at("/requestedBy/name").asText()).isEqualTo("kim");
        assertThat(record.at("/request/to").asText()).isEqualTo("Rome");
        assertThat(record.at("/status").asText()).isEqualTo("SUCCEEDED");
        assertThat(record.at("/closedAt").asText()).isNotEmpty();
        assertThat(record.at("/approval/approvedBy/name").asText()).isEqualTo("lee");
        assertThat(record.at("/approval/hash")).isEqualTo(record.at("/plan/hash"));
        JsonNode approval = record.at("/tasks/0/answers/0");
        assertThat(approval.at("/action").asText()).isEqualTo("approve");
        assertThat(approval.at("/by/name").asText()).isEqualTo("lee");
        assertThat(approval.at("/comment").asText()).isEqualTo(HOSTILE);
        assertThat(approval.at("/fields/planHash")).isEqualTo(record.at("/plan/hash"));
        JsonNode refused = record.at("/tasks/1/answers/0");
        assertThat(refused.at("/accepted").asBoolean()).isFalse();
        assertThat(refused.at("/reasons/0/code").asText()).isEqualTo("UNKNOWN_SENDER");
        JsonNode taken = record.at("/tasks/1/answers/1");
        assertThat(taken.at("/accepted").asBoolean()).isTrue();
        assertThat(taken.at("/fields/sender").asText()).isEqualTo("Ada");
        String hash = Sha256.of(LETTER).value();
        assertThat(taken.at("/file/sha256").asText()).isEqualTo(hash);
        assertThat(record.at("/documents/0/sha256").asText()).isEqualTo(hash);
        JsonNode carry = record.at("/steps/3");
        assertThat(carry.at("/id").asText()).isEqualTo("carry");
        assertThat(carry.at("/retries/count").asInt()).isPositive();
        assertThat(record.at("/events")).hasSizeGreaterThan(5);
        assertThat(record.at("/events/0/type").asText()).isEqualTo("RUN_STARTED");
    }

    @Test
    void isTheSameEachTime() {
        for (String type : List.of("application/json", "text/markdown")) {
            Reply record = crossrun.get("ann", run + "/record", "Accept", type);
            assertThat(record.header("Content-Type")).startsWith(type);
            assertThat(record.http().body())
                    .isEqualTo(crossrun.get("kim", run + "/record", "Accept", type)
                            .http()
                            .body());
        }
    }

    @Test
    void isMarkdownInWhichWhatOthersWroteMeansNothing() {
        String markdown = crossrun.get("ann", run + "/record", "Accept", "text/markdown")
                .http()
                .body();
        assertThat(markdown).doesNotContain("\u202e");
        List<Heading> headings = new ArrayList<>();
        var document = Parser.builder().build().parse(markdown);
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(HtmlInline html) {
                throw new AssertionError("HTML: " + html.getLiteral());
            }

            @Override
            public void visit(HtmlBlock html) {
                throw new AssertionError("HTML: " + html.getLiteral());
            }

            @Override
            public void visit(Link link) {
                throw new AssertionError("a link to " + link.getDestination());
            }

            @Override
            public void visit(Image image) {
                throw new AssertionError("an image of " + image.getDestination());
            }

            @Override
            public void visit(Heading heading) {
                headings.add(heading);
                visitChildren(heading);
            }
        });
        String text = TextContentRenderer.builder().build().render(document);
        assertThat(text)
                .contains("# no <script>alert(1)</script> <img src=x onerror=alert(1)> [yes](javascript:alert(1))"
                        + " ![](https://evil.example) | `code` *bold* &lt; \\ gnp.exe # a heading ``` 1. a list");
        assertThat(headings.stream().filter(heading -> heading.getLevel() < 3))
                .extracting(heading -> TextContentRenderer.builder().build().render(heading))
                .containsExactly(
                        "Record of " + run.replace("/v1/runs/", ""),
                        "Request",
                        "Plan",
                        "Steps",
                        "Tasks",
                        "Documents",
                        "Undo",
                        "Outcome",
                        "Events");
    }
}
