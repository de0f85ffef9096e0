package dev.crossrun.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.crossrun.lease.LeaseSweep;
import dev.crossrun.temporal.RefusedPayloadException.Reason;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.ActivitySerializationContext;
import io.temporal.payload.context.HasWorkflowSerializationContext;
import io.temporal.payload.context.SerializationContext;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts payloads with AES-256-GCM and refuses all others. A ciphertext is bound to the namespace and the workflow for which it
 * was made, and that of an activity to the activity's type: they stand in its metadata, are authenticated with it, and must be those
 * of the reader. The data is a nonce of 96 bits, the encrypted payload, and a tag of 128 bits.
 */
final class PayloadCipher implements PayloadCodec {
    static final String ENCODING = "encoding";
    static final String KEY_ID = "encryption-key-id";
    static final String NAMESPACE = "encryption-namespace";
    static final String WORKFLOW = "encryption-workflow-id";

    /** Absent from payloads that do not belong to an activity. */
    static final String ACTIVITY = "encryption-activity-type";

    /** As in Temporal's samples. */
    private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String FORMAT = "crossrun payload 1";

    /** A schedule adds the time to the workflow id of its action ("Schedule", Temporal documentation). */
    private static final Pattern SWEEP =
            Pattern.compile(Pattern.quote(LeaseSweep.SCHEDULE) + "-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z");

    private static final Logger LOG = LoggerFactory.getLogger(PayloadCipher.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PayloadKeys keys;
    private final Optional<Binding> reader;

    PayloadCipher(PayloadKeys keys) {
        this(keys, Optional.empty());
    }

    private PayloadCipher(PayloadKeys keys, Optional<Binding> reader) {
        this.keys = keys;
        this.reader = reader;
    }

    /**
     * Where a payload belongs.
     *
     * @param activity the type of the activity whose argument, result, heartbeat or failure it is; empty for all else
     */
    record Binding(String namespace, String workflowId, String activity) {
        /** The sweeps of the schedule are one series: each gets the schedule's input, and the report of the one before. */
        Binding {
            Matcher sweep = SWEEP.matcher(workflowId);
            workflowId = sweep.matches() ? LeaseSweep.SCHEDULE : workflowId;
        }

        static Optional<Binding> of(SerializationContext context) {
            return context instanceof HasWorkflowSerializationContext workflow && workflow.getWorkflowId() != null
                    ? Optional.of(new Binding(workflow.getNamespace(), workflow.getWorkflowId(), activity(context)))
                    : Optional.empty();
        }

        private static String activity(SerializationContext context) {
            return context instanceof ActivitySerializationContext activity ? activity.getActivityType() : "";
        }

        @Override
        public String toString() {
            return (activity.isEmpty() ? "" : "activity " + activity + " of ") + "workflow " + workflowId
                    + " of namespace " + namespace;
        }
    }

    @Override
    public PayloadCodec withContext(SerializationContext context) {
        return new PayloadCipher(keys, Binding.of(context));
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return keys.encrypt() ? payloads.stream().map(this::encrypted).toList() : payloads;
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream()
                .map(keys.encrypt() ? this::decrypted : PayloadCipher::requireClear)
                .toList();
    }

    /** Whether some {@link PayloadCipher} made it. */
    static boolean isEncrypted(Payload payload) {
        return ENCRYPTED.equals(payload.getMetadataMap().get(ENCODING));
    }

    private static Payload requireClear(Payload payload) {
        if (isEncrypted(payload)) {
            throw new RefusedPayloadException(
                    Reason.UNKNOWN_KEY,
                    "a payload is encrypted, and payloads is not set. Set it to the file of keys, in worker.yml and api.yml.");
        }
        return payload;
    }

    private Payload encrypted(Payload clear) {
        Binding binding = reader();
        String id = keys.current();
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keys.key(id).orElseThrow(), nonce, id, binding);
            Payload.Builder encrypted = Payload.newBuilder()
                    .putMetadata(ENCODING, ENCRYPTED)
                    .putMetadata(KEY_ID, ByteString.copyFromUtf8(id))
                    .putMetadata(NAMESPACE, ByteString.copyFromUtf8(binding.namespace()))
                    .putMetadata(WORKFLOW, ByteString.copyFromUtf8(binding.workflowId()))
                    .setData(ByteString.copyFrom(nonce)
                            .concat(ByteString.copyFrom(cipher.doFinal(clear.toByteArray()))));
            if (!binding.activity().isEmpty()) {
                encrypted.putMetadata(ACTIVITY, ByteString.copyFromUtf8(binding.activity()));
            }
            return encrypted.build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + TRANSFORMATION, e);
        }
    }

    private Payload decrypted(Payload encrypted) {
        try {
            return ours(encrypted, reader());
        } catch (RefusedPayloadException refused) {
            if (WorkflowUnsafe.isWorkflowThread() && !WorkflowUnsafe.isReplaying()) {
                LOG.warn("Refused: {}", refused.getMessage()); // of a refused update the history has nothing
            }
            throw refused;
        }
    }

    private Payload ours(Payload encrypted, Binding binding) {
        if (!isEncrypted(encrypted)) {
            throw new RefusedPayloadException(
                    Reason.IN_THE_CLEAR,
                    "a payload for " + binding
                            + " is not encrypted, and payloads is set. Either somebody wrote it without"
                            + " Crossrun, or a worker or an API without the setting did.");
        }
        Payload clear = opened(encrypted, binding.toString());
        Binding bound = bound(encrypted);
        if (!bound.equals(binding)) {
            throw new RefusedPayloadException(
                    Reason.FROM_ELSEWHERE,
                    "a payload for " + binding + " was encrypted for " + bound + ". Somebody copied it.");
        }
        return clear;
    }

    /**
     * Decrypts an encrypted payload for whatever workflow it was made.
     *
     * @param where for the message of a refusal
     */
    Payload opened(Payload encrypted, String where) {
        String id = text(encrypted, KEY_ID);
        SecretKey key = keys.key(id)
                .orElseThrow(() -> new RefusedPayloadException(
                        Reason.UNKNOWN_KEY,
                        "a payload for " + where + " was encrypted with the key " + id.replaceAll("[^\\w-]", "?")
                                + ". Add that key to the file that payloads names: the API and every worker need it."));
        byte[] data = encrypted.getData().toByteArray();
        if (data.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw altered(where);
        }
        byte[] nonce = Arrays.copyOf(data, NONCE_BYTES);
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, id, bound(encrypted));
            return Payload.parseFrom(cipher.doFinal(data, NONCE_BYTES, data.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            throw altered(where);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("only payloads are encrypted", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has " + TRANSFORMATION, e);
        }
    }

    private static RefusedPayloadException altered(String where) {
        return new RefusedPayloadException(
                Reason.ALTERED, "a payload for " + where + " is not as Crossrun encrypted it. Somebody changed it.");
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String id, Binding binding)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(authenticated(id, binding));
        return cipher;
    }

    /** Each text with its length, so that no two bindings have the same bytes. */
    private static byte[] authenticated(String id, Binding binding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (String part : List.of(FORMAT, id, binding.namespace(), binding.workflowId(), binding.activity())) {
                byte[] text = part.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Binding reader() {
        return reader.orElseThrow(() -> new IllegalStateException(
                "a payload is encrypted and decrypted for a workflow alone, and here is none"));
    }

    static Binding bound(Payload encrypted) {
        return new Binding(text(encrypted, NAMESPACE), text(encrypted, WORKFLOW), text(encrypted, ACTIVITY));
    }

    private static String text(Payload payload, String field) {
        Map<String, ByteString> metadata = payload.getMetadataMap();
        return metadata.getOrDefault(field, ByteString.EMPTY).toStringUtf8();
    }
}
