package dev.crossrun.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name that a requester gives a run; with the runbook it is the key of the run. */
@Text(
        pattern = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
        says = "a run name: 1 to 63 lower-case letters, digits and hyphens, not at either end",
        example = "contact-center-prod")
public record RunName(@JsonValue String value) {
    @JsonCreator
    public RunName {
        Form.require(RunName.class, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
