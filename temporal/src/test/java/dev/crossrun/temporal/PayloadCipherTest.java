package dev.crossrun.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.crossrun.activity.Summary;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.Problem;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.failure.v1.Failure;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.context.ActivitySerializationContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCipherTest {
    private static final PayloadKeys KEYS = PayloadKeys.generate();
    private static final Problem SECRET = new Problem("Ada cannot sign in", Optional.empty());

    @TempDir
    Path folder;

    private static DataConverter in(PayloadKeys keys, String namespace, String workflow) {
        WorkflowClientOptions base =
                WorkflowClientOptions.newBuilder().setNamespace(namespace).build();
        return Payloads.of(TemporalConnection.clientOptions(base, keys), workflow);
    }

    private static DataConverter in(String workflow) {
        return in(KEYS, "default", workflow);
    }

    private static Payload encrypted(DataConverter by, Object value) {
        return by.toPayload(value).orElseThrow();
    }

    private static Problem read(DataConverter by, Payload payload) {
        return by.fromPayload(payload, Problem.class, Problem.class);
    }

    private static void refused(DataConverter by, Payload payload, String... says) {
        assertThatThrownBy(() -> read(by, payload))
                .isInstanceOf(RefusedPayloadException.class)
                .hasMessageContainingAll(says)
                .message()
                .doesNotContain("Ada");
    }

    @Test
    void whatIsEncryptedForAWorkflowIsReadThereAndShowsNothing() {
        Payload payload = encrypted(in("errand.one"), SECRET);
        assertThat(read(in("errand.one"), payload)).isEqualTo(SECRET);
        assertThat(payload.toString()).doesNotContain("Ada", "sign in", "json");
        assertThat(payload.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
        assertThat(payload).isNotEqualTo(encrypted(in("errand.one"), SECRET));
    }

    private static DataConverter inActivity(String workflow, String type) {
        return TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance(), KEYS)
                .getDataConverter()
                .withContext(new ActivitySerializationContext("default", workflow, "Errand", type, "q", false));
    }

    /** The SDK tells a codec the type of an activity, and neither its id nor the run: more cannot be refused. */
    @Test
    void whatIsEncryptedForAnActivityIsReadForThatTypeInThatWorkflowAlone() {
        Payload payload = encrypted(inActivity("errand.one", "Carry"), SECRET);
        assertThat(read(inActivity("errand.one", "Carry"), payload)).isEqualTo(SECRET);
        assertThat(read(
                        Payloads.of(
                                TemporalConnection.clientOptions(
                                        WorkflowClientOptions.newBuilder()
                                                .setNamespace("default")
                                                .build(),
                                        KEYS),
                                "errand.one",
                                "Carry"),
                        payload))
                .as("as the API reads it")
                .isEqualTo(SECRET);
        refused(inActivity("errand.one", "Drop"), payload, "FROM_ELSEWHERE", "activity Drop of", "activity Carry of");
        refused(in("errand.one"), payload, "FROM_ELSEWHERE", "activity Carry of workflow errand.one");
        refused(inActivity("errand.two", "Carry"), payload, "FROM_ELSEWHERE");
        refused(inActivity("errand.one", "Carry"), encrypted(in("errand.one"), SECRET), "FROM_ELSEWHERE");
    }

    @Test
    void aPayloadInTheClearIsRefused() {
        Payload clear = encrypted(in(PayloadKeys.none(), "default", "errand.one"), SECRET);
        refused(in("errand.one"), clear, "IN_THE_CLEAR", "workflow errand.one", "payloads is set");
    }

    @ParameterizedTest
    @CsvSource({"default, errand.two", "other, errand.one", "default, errand.one-2026-11-30T02:00:00Z"})
    void aPayloadOfAnotherWorkflowOrNamespaceIsRefused(String namespace, String workflow) {
        Payload payload = encrypted(in("errand.one"), SECRET);
        refused(in(KEYS, namespace, workflow), payload, "FROM_ELSEWHERE", "workflow " + workflow);
    }

    @ParameterizedTest
    @ValueSource(strings = {PayloadCipher.NAMESPACE, PayloadCipher.WORKFLOW, PayloadCipher.ACTIVITY})
    void aChangedBindingIsRefused(String field) {
        Payload payload = encrypted(in("errand.one"), SECRET).toBuilder()
                .putMetadata(field, ByteString.copyFromUtf8("errand.two"))
                .build();
        refused(in("errand.one"), payload, "ALTERED");
        refused(in("errand.two"), payload, "ALTERED");
    }

    @Test
    void changedAndMissingBytesAreRefused() {
        Payload payload = encrypted(in("errand.one"), SECRET);
        byte[] data = payload.getData().toByteArray();
        for (int i = 0; i < data.length; i++) {
            byte[] changed = data.clone();
            changed[i] ^= 1;
            refused(
                    in("errand.one"),
                    payload.toBuilder().setData(ByteString.copyFrom(changed)).build(),
                    "ALTERED");
            refused(
                    in("errand.one"),
                    payload.toBuilder().setData(ByteString.copyFrom(data, 0, i)).build(),
                    "ALTERED");
        }
    }

    @Test
    void anUnknownKeyIsNamedAndIsNotCalledAForgery() {
        Payload payload = encrypted(in(PayloadKeys.generate(), "default", "errand.one"), SECRET);
        String id = payload.getMetadataOrThrow(PayloadCipher.KEY_ID).toStringUtf8();
        refused(in("errand.one"), payload, "UNKNOWN_KEY", id, "Add that key");
        assertThatThrownBy(() -> read(in("errand.one"), payload))
                .asInstanceOf(InstanceOfAssertFactories.type(RefusedPayloadException.class))
                .returns(false, RefusedPayloadException::forged);
        refused(
                in("errand.one"),
                payload.toBuilder()
                        .putMetadata(PayloadCipher.KEY_ID, ByteString.copyFromUtf8("a\nforged log line"))
                        .build(),
                "the key a?forged?log?line.");
    }

    @Test
    void withoutKeysAnEncryptedPayloadIsRefusedWithTheSettingThatIsMissing() {
        Payload payload = encrypted(in("errand.one"), SECRET);
        refused(in(PayloadKeys.none(), "default", "errand.one"), payload, "UNKNOWN_KEY", "payloads is not set");
    }

    @Test
    void nothingIsEncryptedOrReadForNoWorkflow() {
        DataConverter nowhere = TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance(), KEYS)
                .getDataConverter();
        assertThatThrownBy(() -> nowhere.toPayload(SECRET)).isInstanceOf(IllegalStateException.class);
        Payload payload = encrypted(in("errand.one"), SECRET);
        assertThatThrownBy(() -> read(nowhere, payload)).isInstanceOf(IllegalStateException.class);
    }

    /** Temporal adds the time of its start to the workflow id of each sweep, and hands on the report of the one before. */
    @Test
    void theSweepsOfTheScheduleReadTheSchedulesInputAndEachOthersReports() {
        DataConverter schedule = in("lease-sweep");
        DataConverter first = in("lease-sweep-2026-11-30T02:00:00Z");
        DataConverter second = in("lease-sweep-2026-11-30T03:00:00Z");
        assertThat(read(first, encrypted(schedule, SECRET))).isEqualTo(SECRET);
        assertThat(read(second, encrypted(first, SECRET))).isEqualTo(SECRET);
        refused(in("errand.lease-sweep"), encrypted(schedule, SECRET), "FROM_ELSEWHERE");
        refused(in("lease-sweep-of-mine"), encrypted(schedule, SECRET), "FROM_ELSEWHERE");
    }

    /** More than 400 bytes, Temporal's default of limit.userMetadataSummarySize, which its server (1.30) does not apply. */
    @Test
    void theLongestSummaryInTheLongestWorkflowIdHasLessThan700Bytes() {
        EndedRun ended =
                new EndedRun("connect-federation." + "n".repeat(63), new UUID(0, 0).toString(), Optional.empty());
        DataConverter undo = in(KEYS, "n".repeat(39) + ".a1b2c", ended.undoId());
        assertThat(encrypted(undo, Summary.fitting("n".repeat(121))).getSerializedSize())
                .isBetween(400, 600);
        assertThat(encrypted(undo, Summary.fitting("ü".repeat(121))).getSerializedSize())
                .isLessThan(700);
        String keys = "\uD83D\uDD11".repeat(121);
        assertThat(Summary.fitting(keys)).as("no half of a character").isEqualTo(keys.substring(0, 238) + "…");
    }

    @Test
    void messagesStackTracesAndDetailsOfFailuresAreEncrypted() {
        ApplicationFailure thrown = ApplicationFailure.newFailure("Ada cannot sign in", "CONFLICT", SECRET);
        Failure failure = in("errand.one").exceptionToFailure(new IllegalStateException("Ada again", thrown));
        assertThat(failure.toString()).doesNotContain("Ada", "PayloadCipherTest");
        assertThat(in("errand.one").failureToException(failure))
                .hasMessageContaining("Ada again")
                .hasRootCauseMessage("message='Ada cannot sign in', type='CONFLICT', nonRetryable=false");
        assertThatThrownBy(() -> in("errand.two").failureToException(failure))
                .isInstanceOf(RefusedPayloadException.class);
    }

    @Test
    void aNewKeyEncryptsAndTheOldOneDecryptsStill() throws IOException {
        PayloadKeys next = PayloadKeys.generate();
        PayloadKeys both = PayloadKeys.read(file(keys(next) + "," + keys(KEYS)));
        Payload old = encrypted(in("errand.one"), SECRET);
        Payload recent = encrypted(in(both, "default", "errand.one"), SECRET);
        assertThat(read(in(both, "default", "errand.one"), old)).isEqualTo(SECRET);
        assertThat(read(in(next, "default", "errand.one"), recent)).isEqualTo(SECRET);
        assertThat(both.hashes("kim"))
                .containsExactly(next.hashes("kim").get(0), KEYS.hashes("kim").get(0))
                .doesNotContainAnyElementsOf(both.hashes("lee"));
    }

    private static String keys(PayloadKeys keys) {
        return keys.json().replaceFirst("^\\{\"keys\":\\[", "").replaceFirst("]}$", "");
    }

    private Path file(String keys) throws IOException {
        return Files.writeString(folder.resolve("payloads.jwks.json"), "{\"keys\": [" + keys + "]}");
    }

    @Test
    void allFaultsOfAFileAreNamedAndNoKeyIs() throws IOException {
        String good = keys(KEYS);
        String secret = good.replaceFirst(".*?\"k\":\"([^\"]*)\".*", "$1");
        Path file = file(good + ","
                + good.replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"mine\"").replaceFirst(",\\{.*", "")
                + ",{\"kty\":\"oct\",\"k\":\"AAAA\"}");
        assertThatThrownBy(() -> PayloadKeys.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        file.toString(),
                        "key 3: kid must be the key's thumbprint",
                        "key 4: must be of type oct with 256 bits",
                        "./crossrun keygen")
                .message()
                .doesNotContain(secret);
        Path twice = file(good + "," + good);
        assertThatThrownBy(() -> PayloadKeys.read(twice)).hasMessageContaining("key 3: is there twice");
        Path none = file("");
        assertThatThrownBy(() -> PayloadKeys.read(none)).hasMessageContaining("no key has \"alg\": \"A256GCM\"");
        assertThatCode(() -> PayloadKeys.read(file(good))).doesNotThrowAnyException();
    }

    @Test
    void peopleReadWhateverWorkflowOfTheNamespaceItWasFor() {
        PayloadReader reader = new PayloadReader(KEYS, "default");
        Payload clear = encrypted(in(PayloadKeys.none(), "default", "errand.one"), SECRET);
        Payload payload = encrypted(in("errand.one"), SECRET);
        assertThat(reader.read(payload)).isEqualTo(clear);
        assertThat(reader.read(clear)).isEqualTo(clear);
        assertThat(PayloadReader.workflow(payload)).contains("errand.one");
        assertThat(PayloadReader.workflow(clear)).isEmpty();
        Payload elsewhere = encrypted(in(KEYS, "other", "errand.one"), SECRET);
        assertThatThrownBy(() -> reader.read(elsewhere)).hasMessageContaining("FROM_ELSEWHERE");
    }
}
