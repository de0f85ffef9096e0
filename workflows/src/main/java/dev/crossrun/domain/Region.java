package dev.crossrun.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An AWS Region code such as {@code eu-central-1}. */
@Text(
        pattern = "[a-z]{2}(-[a-z]+)+-[0-9]{1,2}",
        says = "an AWS Region code such as eu-central-1",
        example = "eu-central-1")
public record Region(@JsonValue String value) {
    @JsonCreator
    public Region {
        Form.require(Region.class, value);
    }

    /** Where SAML assertions for the AWS console in this Region go (AWS General Reference, "AWS Sign-In endpoints and quotas"). */
    public String samlEndpoint() {
        return "https://" + value + ".signin.aws.amazon.com/saml";
    }

    @Override
    public String toString() {
        return value;
    }
}
