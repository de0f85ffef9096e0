package dev.crossrun.worker;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;

/**
 * Where a worker answers {@code /healthz}, {@code /readyz} and {@code /metrics}.
 *
 * @param bindHost {@code 127.0.0.1} where absent
 * @param port 8082 where absent; 0 takes a free one
 */
public record AdminSettings(
        Optional<String> bindHost,
        Optional<@Min(value = 0, message = MESSAGE) @Max(value = 65_535, message = MESSAGE) Integer> port) {
    private static final String MESSAGE = "must be a port: 0 to 65535";
    private static final int DEFAULT_PORT = 8082;

    static AdminSettings defaults() {
        return new AdminSettings(Optional.empty(), Optional.empty());
    }

    String host() {
        return bindHost.orElse("127.0.0.1");
    }

    int portOrDefault() {
        return port.orElse(DEFAULT_PORT);
    }
}
