package dev.crossrun.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A secret that only a worker can open: a JWE in compact form (RFC 7516), encrypted by the API to the workers' public key.
 * An activity opens it where it uses it, and nowhere else.
 */
public record Sealed(@JsonValue String jwe) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Sealed {}

    @Override
    public String toString() {
        return "(sealed)";
    }
}
