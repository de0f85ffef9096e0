package dev.crossrun.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The id of an Amazon Connect instance: a lower-case UUID (Amazon Connect, DescribeInstance). */
@Text(
        pattern = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        says = "the id of an Amazon Connect instance: a lower-case UUID",
        example = "5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10")
public record InstanceId(@JsonValue String value) {
    @JsonCreator
    public InstanceId {
        Form.require(InstanceId.class, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
