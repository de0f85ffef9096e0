package dev.crossrun.worker;

import dev.crossrun.aws.AwsSettings;
import dev.crossrun.entra.EntraSettings;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.temporal.TemporalSettings;
import dev.crossrun.webhook.WebhookSettings;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.UndefinedEnvironmentVariableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code worker.yml} says.
 *
 * @param temporal which Temporal service; the standard {@code TEMPORAL_*} environment where absent
 * @param aws how AWS is reached, with a role for each account
 * @param entra how Entra is reached, with credentials for each tenant; none where absent
 * @param sealing a JWK Set with the private keys that open what the API sealed, as {@code ./crossrun keygen} writes it
 * @param notifications who is told what happens in runs; nobody where absent
 */
public record WorkerSettings(
        Optional<TemporalSettings> temporal,
        AwsSettings aws,
        Optional<EntraSettings> entra,
        Optional<Path> sealing,
        Optional<WebhookSettings> notifications) {
    /**
     * Reads a file; <code>${NAME}</code> in it is the environment variable of that name, which must be set.
     *
     * @throws InvalidSettingsException if the file cannot be read or is wrong; its message tells all faults, each with its key
     */
    public static WorkerSettings read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new InvalidSettingsException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static WorkerSettings parse(String yaml) {
        try {
            String text = new EnvironmentVariableSubstitutor(true).replace(yaml);
            return SettingsReader.read(text, WorkerSettings.class);
        } catch (UndefinedEnvironmentVariableException e) {
            throw new InvalidSettingsException(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    EntraSettings entraOrNone() {
        return entra.orElseGet(EntraSettings::none);
    }

    /** Without a file the worker opens nothing: each answer with a secret is refused. */
    SealingKeys sealingKeys() {
        try {
            return sealing.map(SealingKeys::read).orElseGet(SealingKeys::none);
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException("sealing: " + e.getMessage(), e);
        }
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
