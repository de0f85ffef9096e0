package dev.crossrun.runbook.example;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.RunName;
import dev.crossrun.domain.Text;
import java.util.Optional;

/**
 * The input of {@code auditor-access}.
 *
 * @param role the role with which the auditor signs in; it exists already
 * @param simulate an action that IAM is asked about afterwards; absent if it is not asked
 */
public record AuditorAccessRequest(
        RunName name,
        AccountId account,

        @Text(pattern = "[\\w+=,.@-]{1,64}", says = "the name of an IAM role", example = "Auditor")
        String role,

        @Text(pattern = "[a-z0-9-]+:[A-Za-z]+", says = "an IAM action")
        Optional<String> simulate) {}
