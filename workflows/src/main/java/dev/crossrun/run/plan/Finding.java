package dev.crossrun.run.plan;

import java.util.Optional;

/**
 * Something that planning saw.
 *
 * @param step the step that it concerns
 * @param pointer the part of the input that it concerns, as a JSON Pointer, if there is one
 * @param detail what is so
 * @param remedy what to do about it
 */
public record Finding(Severity severity, String step, Optional<String> pointer, String detail, String remedy) {
    /** What it does to the plan. */
    public enum Severity {
        /** The plan cannot be approved. */
        BLOCKING,
        /** The approver should know. */
        WARNING
    }
}
