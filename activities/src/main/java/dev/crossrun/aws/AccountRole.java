package dev.crossrun.aws;

import jakarta.validation.constraints.NotBlank;
import java.util.Optional;

/** The role that the worker assumes in an account, with the external id that its trust policy may require. */
public record AccountRole(
        @NotBlank(message = "is missing: the ARN of the role that the worker assumes")
        String roleArn,

        Optional<String> externalId) {
    static final String MISSING = "is missing: the keys roleArn, externalId";
}
