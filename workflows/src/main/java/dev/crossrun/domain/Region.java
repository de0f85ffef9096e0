package dev.crossrun.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** An AWS Region code such as {@code eu-central-1}. */
@Text(
        pattern = "[a-z]{2}(-[a-z]+)+-[0-9]{1,2}",
        says = "an AWS Region code such as eu-central-1",
        example = "eu-central-1")
public record Region(@JsonValue String value) {
    private static final Pattern OTHER_PARTITION = Pattern.compile("(us-gov|cn|us-iso[a-z]?|eu-isoe|eusc-[a-z]+)-.+");

    @JsonCreator
    public Region {
        Form.require(Region.class, value);
    }

    /**
     * Why a Region cannot be used: it is of another partition than {@code aws}, with other ARNs, endpoints and sign-in pages (AWS
     * whitepaper "AWS Fault Isolation Boundaries", "Partitions"). Empty if it can be.
     */
    public static Optional<String> unusable(String code) {
        return OTHER_PARTITION.matcher(code).matches()
                ? Optional.of(
                        code + " is a Region of another partition (AWS GovCloud (US), China, ISO, European Sovereign"
                                + " Cloud). Allowed: Regions of the partition aws, such as eu-central-1")
                : Optional.empty();
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
