package dev.crossrun.aws;

import java.util.Optional;

/** The role that the worker assumes in an account, with the external id that its trust policy may ask for. */
public record AccountRole(String roleArn, Optional<String> externalId) {}
