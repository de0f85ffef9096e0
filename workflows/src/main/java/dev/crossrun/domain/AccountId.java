package dev.crossrun.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An AWS account id: 12 digits (AWS Account Management Reference, "View AWS account identifiers"). */
@Text(pattern = "[0-9]{12}", says = "an AWS account id: 12 digits", example = "111111111111")
public record AccountId(@JsonValue String value) {
    @JsonCreator
    public AccountId {
        Form.require(AccountId.class, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
