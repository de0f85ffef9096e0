package dev.crossrun.run.plan;

import dev.crossrun.domain.Sha256;
import java.util.Optional;

/**
 * Something that planning saw.
 *
 * @param id the step and a digest of the rest: a finding that says something else has another id
 * @param step the step that it concerns
 * @param pointer the part of the input that it concerns, as a JSON Pointer, if there is one
 * @param detail what is so
 * @param remedy what to do about it
 */
public record Finding(
        String id, Severity severity, String step, Optional<String> pointer, String detail, String remedy) {
    private static final int DIGITS = 8;

    /** What it does to the plan. */
    public enum Severity {
        /** The plan cannot be approved. */
        BLOCKING,
        /** The approver acknowledges it. */
        WARNING
    }

    public static Finding of(Severity severity, String step, Optional<String> pointer, String detail, String remedy) {
        String says = String.join("\n", severity.name(), pointer.orElse(""), detail, remedy);
        String id = step + "." + Sha256.of(says).value().substring(0, DIGITS);
        return new Finding(id, severity, step, pointer, detail, remedy);
    }
}
