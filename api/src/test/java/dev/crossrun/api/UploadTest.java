package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.api.ApiFixture.Reply;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is refused before a run receives it, and what a run refuses without keeping anything of it. */
class UploadTest {
    private static final String CERTIFY = "{\"action\": \"certify\"}";
    private static final byte[] PDF = "%PDF-1.7 and so on".getBytes(StandardCharsets.UTF_8);
    private static final String ENTITY = "https://eu-central-1.signin.aws.amazon.com/platform/saml/d-9567b34c60";
    private static final String METADATA = """
            <EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s"><SPSSODescriptor>
            <AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" index="0"
            Location="https://eu-central-1.signin.aws.amazon.com/platform/saml/acs/85f2a8f3-9efd"/>
            </SPSSODescriptor></EntityDescriptor>""".formatted(ENTITY);

    private static final Set<EventType> BUSY =
            Set.of(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);

    private static ApiFixture crossrun;

    @BeforeAll
    static void open() {
        crossrun = new ApiFixture(true);
    }

    @AfterAll
    static void close() {
        crossrun.close();
    }

    @Test
    void leavesNothingOfAWrongDocumentInTheHistoryOfTheRun() {
        String run = crossrun.start("wrong-document");
        String answer = crossrun.approve(run) + "/answer";
        int before = events("errand.wrong-document");
        Reply pdf = crossrun.upload("sam", answer, CERTIFY, PDF, "Idempotency-Key", "first");
        assertThat(pdf.status()).isEqualTo(422);
        assertThat(pdf.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(pdf.at("/detail").asText()).isEqualTo("The answer was refused; the task is still open");
        assertThat(pdf.at("/errors/0/pointer").asText()).isEqualTo("/file");
        assertThat(pdf.at("/errors/0/code").asText()).isEqualTo("NOT_XML");
        assertThat(pdf.at("/errors/0/detail").asText()).startsWith("this is a PDF");
        byte[] elsewhere = METADATA.replace("d-9567b34c60", "d-0000000000").getBytes(StandardCharsets.UTF_8);
        assertThat(crossrun.upload("sam", answer, CERTIFY, elsewhere)
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("WRONG_IDENTITY_STORE");
        assertThat(crossrun.upload("sam", answer, CERTIFY, PDF, "Idempotency-Key", "first")
                        .status())
                .isEqualTo(422);
        assertThat(events("errand.wrong-document")).isEqualTo(before);
        assertThat(crossrun.upload(
                                "sam",
                                answer,
                                CERTIFY,
                                METADATA.getBytes(StandardCharsets.UTF_8),
                                "Idempotency-Key",
                                "first")
                        .status())
                .as("the key of a refusal that was not kept is free")
                .isEqualTo(200);
        assertThat(events("errand.wrong-document")).isGreaterThan(before);
    }

    @Test
    void leavesToTheRunWhoMayAnswerAndWhatIsClosed() {
        String run = crossrun.start("not-theirs");
        String answer = crossrun.approve(run) + "/answer";
        assertThat(crossrun.upload("kim", answer, CERTIFY, PDF).status()).isEqualTo(403);
        byte[] right = METADATA.getBytes(StandardCharsets.UTF_8);
        assertThat(crossrun.upload("sam", answer, CERTIFY, right).status()).isEqualTo(200);
        assertThat(crossrun.upload("sam", answer, CERTIFY, PDF).status()).isEqualTo(409);
    }

    @Test
    void saysWhenTheNextAnswerIsTakenAfterTooMany() {
        String answer = crossrun.approve(crossrun.start("too-many")) + "/answer";
        Reply crowd = commented(answer, "crowd");
        assertThat(crowd.status()).isEqualTo(429);
        assertThat(crowd.header("Retry-After")).isEqualTo("42");
        assertThat(crowd.at("/detail").asText()).isEqualTo("Enough for now. Try again in 42 s.");
        Reply sometime = commented(answer, "crowd without a time");
        assertThat(sometime.status()).isEqualTo(429);
        assertThat(sometime.header("Retry-After")).isEqualTo("60");
    }

    @Test
    void saysThatARunTakesNoMoreDocuments() {
        String answer = crossrun.approve(crossrun.start("full")) + "/answer";
        Reply full = commented(answer, "full");
        assertThat(full.status()).isEqualTo(409);
        assertThat(full.at("/detail").asText()).isEqualTo("No more documents");
    }

    @Test
    void startsARunWhoseInputHasAlmostAMebibyteAndNotOneThatIsLarger() {
        Reply started = crossrun.post("kim", ApiTest.START, people("large", 1024 * 1024 - 200));
        assertThat(started.status()).isEqualTo(201);
        Reply refused = crossrun.post("kim", ApiTest.START, people("too-large", 1024 * 1024 + 1));
        assertThat(refused.status()).isEqualTo(413);
    }

    private static String people(String name, int bytes) {
        StringBuilder input = new StringBuilder(ApiFixture.input(name).replace("]}", ""));
        while (input.length() < bytes - 100) {
            input.append(", {\"name\": \"Ada\"}");
        }
        input.append("]}");
        return input.append(" ".repeat(bytes - input.length())).toString();
    }

    private static Reply commented(String answer, String comment) {
        return crossrun.upload(
                "sam",
                answer,
                "{\"action\": \"submit\", \"sender\": \"Ada\", \"comment\": \"" + comment + "\"}",
                ApiTest.LETTER);
    }

    /** How many events a run has once it waits for people alone. */
    private static int events(String workflowId) {
        List<HistoryEvent> events = new ArrayList<>();
        ApiFixture.await(() -> {
            events.clear();
            events.addAll(crossrun.temporal
                    .getWorkflowClient()
                    .fetchHistory(workflowId)
                    .getEvents());
            long scheduled = events.stream()
                    .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                    .count();
            long completed = events.stream()
                    .filter(HistoryEvent::hasActivityTaskCompletedEventAttributes)
                    .count();
            boolean busy = BUSY.contains(events.get(events.size() - 1).getEventType());
            return !busy && scheduled == completed;
        });
        return events.size();
    }
}
