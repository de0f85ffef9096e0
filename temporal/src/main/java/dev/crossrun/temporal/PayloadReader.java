package dev.crossrun.temporal;

import dev.crossrun.temporal.RefusedPayloadException.Reason;
import io.temporal.api.common.v1.Payload;
import java.util.Optional;

/** Decrypts the payloads of a namespace for people, whichever workflow they belong to. */
public final class PayloadReader {
    private final PayloadCipher cipher;
    private final String namespace;

    public PayloadReader(PayloadKeys keys, String namespace) {
        this.cipher = new PayloadCipher(keys);
        this.namespace = namespace;
    }

    /**
     * A payload as it was before it was encrypted; one that is not encrypted, as it is.
     *
     * @throws RefusedPayloadException if it was altered, or belongs to another namespace or key
     */
    public Payload read(Payload payload) {
        if (!PayloadCipher.isEncrypted(payload)) {
            return payload;
        }
        String here = "namespace " + namespace;
        Payload clear = cipher.opened(payload, here);
        if (!PayloadCipher.bound(payload).namespace().equals(namespace)) {
            throw new RefusedPayloadException(
                    Reason.FROM_ELSEWHERE,
                    "a payload for " + here + " was encrypted for " + PayloadCipher.bound(payload) + ".");
        }
        return clear;
    }

    /** The workflow id that an encrypted payload names. */
    public static Optional<String> workflow(Payload payload) {
        return PayloadCipher.isEncrypted(payload)
                ? Optional.of(PayloadCipher.bound(payload).workflowId())
                : Optional.empty();
    }
}
