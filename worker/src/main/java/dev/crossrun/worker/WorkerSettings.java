package dev.crossrun.worker;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.access.AccessSettings;
import dev.crossrun.aws.AwsSettings;
import dev.crossrun.entra.EntraSettings;
import dev.crossrun.mail.EmailSettings;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.temporal.TemporalSettings;
import dev.crossrun.webhook.NotificationSettings;
import dev.crossrun.webhook.WebhookSettings;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.configuration.UndefinedEnvironmentVariableException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.logging.common.LoggingFactory;
import io.dropwizard.validation.BaseValidator;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code worker.yml} says.
 *
 * @param temporal which Temporal service; the standard {@code TEMPORAL_*} environment where absent
 * @param aws how AWS is reached, with a role for each account
 * @param entra how Entra is reached, with credentials for each tenant; none where absent
 * @param sealing a JWK Set with the private keys that open what the API sealed, as {@code ./crossrun keygen} writes it
 * @param payloads a JWK Set with the keys that encrypt what goes to Temporal, the same as in {@code api.yml}; in the clear where
 *     absent
 * @param notifications the webhook that gets the events of runs; none if absent
 * @param email who gets e-mails about tasks; nobody if absent
 * @param deskUrl the address of the desk, such as {@code https://crossrun.example.com/desk}: notifications and e-mails link to it
 * @param access how long people may have temporary access, eight hours where absent, and how it is watched
 * @param admin where health and metrics are served; on port 8082 of loopback where absent
 * @param logging Dropwizard's logging, as in {@code api.yml}; warnings as text on standard error where absent
 */
public record WorkerSettings(
        Optional<TemporalSettings> temporal,

        @NotNull(message = "is missing: the keys accounts, stsRegion, endpointOverride, endpointOverrides") @Valid
        AwsSettings aws,

        Optional<@Valid EntraSettings> entra,
        Optional<Path> sealing,
        Optional<Path> payloads,
        Optional<@Valid WebhookSettings> notifications,
        Optional<@Valid EmailSettings> email,
        Optional<URI> deskUrl,
        Optional<@Valid AccessSettings> access,
        Optional<@Valid AdminSettings> admin,
        Optional<@Valid LoggingFactory> logging) {
    /**
     * Reads a file; <code>${NAME}</code> in it is the environment variable of that name, which must be set.
     *
     * @throws InvalidSettingsException if the file cannot be read or is wrong; its message names the key of each fault
     */
    public static WorkerSettings read(Path file) {
        try {
            ObjectMapper strict = Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
            return new YamlConfigurationFactory<>(WorkerSettings.class, BaseValidator.newValidator(), strict, "dw")
                    .build(
                            new SubstitutingSourceProvider(
                                    new FileConfigurationSourceProvider(), new EnvironmentVariableSubstitutor(true)),
                            file.toString());
        } catch (IOException e) {
            throw new InvalidSettingsException(file + " cannot be read: " + e.getMessage(), e);
        } catch (ConfigurationException e) {
            throw new InvalidSettingsException(SettingsFaults.of(e), e);
        } catch (UndefinedEnvironmentVariableException e) {
            throw new InvalidSettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The validator asks. Keys that are missing are reported where they are. */
    @AssertTrue(message = "access.sweep.identityCenter.accountId: must be one of the accounts under aws.accounts")
    boolean isSweepWithinAccounts() {
        return aws == null
                || access.flatMap(AccessSettings::sweep)
                        .flatMap(sweep -> Optional.ofNullable(sweep.identityCenter()))
                        .flatMap(center -> Optional.ofNullable(center.accountId()))
                        .map(aws.accounts()::containsKey)
                        .orElse(true);
    }

    /** The validator asks. An e-mail is of no use without its link. */
    @AssertTrue(message = "deskUrl: is missing: e-mails link to the desk, such as https://crossrun.example.com/desk")
    boolean isDeskKnownToEmails() {
        return email.isEmpty() || deskUrl.isPresent();
    }

    /** The validator asks. */
    @AssertTrue(message = "deskUrl: must be the address of the desk, such as https://crossrun.example.com/desk")
    boolean isDeskAnAddress() {
        return deskUrl.map(url -> Set.of("https", "http").contains(String.valueOf(url.getScheme()))
                        && url.getHost() != null
                        && url.getRawQuery() == null
                        && url.getRawFragment() == null
                        && url.getRawUserInfo() == null)
                .orElse(true);
    }

    NotificationSettings notificationSettings() {
        return new NotificationSettings(notifications, email, deskUrl);
    }

    EntraSettings entraOrNone() {
        return entra.orElseGet(EntraSettings::none);
    }

    AccessSettings accessOrDefaults() {
        return access.orElseGet(AccessSettings::defaults);
    }

    /** Without a file the worker opens nothing: each answer with a secret is refused. */
    SealingKeys sealingKeys() {
        try {
            return sealing.map(SealingKeys::read).orElseGet(SealingKeys::none);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException("sealing: " + e.getMessage(), e);
        }
    }

    PayloadKeys payloadKeys() {
        try {
            return payloads.map(PayloadKeys::read).orElseGet(PayloadKeys::none);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException("payloads: " + e.getMessage(), e);
        }
    }

    AdminSettings adminOrDefaults() {
        return admin.orElseGet(AdminSettings::defaults);
    }

    TemporalSettings temporalOrEnvironment() {
        return temporal.orElseGet(() -> new TemporalSettings(Optional.empty(), Optional.empty()));
    }

    /** The file is wrong. */
    public static final class InvalidSettingsException extends RuntimeException {
        InvalidSettingsException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
