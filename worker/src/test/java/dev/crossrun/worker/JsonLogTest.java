package dev.crossrun.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.run.RunAttributes;
import io.dropwizard.logging.common.LoggingFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** {@code logging} of worker.yml. */
class JsonLogTest {
    @Test
    void aMessageIsALineOfJsonWithItsStep(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("worker.log");
        Path file = folder.resolve("worker.yml");
        Files.writeString(
                file,
                "aws: {stsRegion: eu-west-1, accounts: {}}\nlogging:\n  appenders:\n    - {type: file, archive: false,"
                        + " currentLogFilename: '" + log
                        + "', layout: {type: json, appendLineSeparator: true, includes:"
                        + " [timestamp, level, loggerName, message, exception, mdc]}}\n");
        LoggingFactory logging = WorkerSettings.read(file).logging().orElseThrow();
        logging.configure(new MetricRegistry(), "worker");
        try (MDC.MDCCloseable step = MDC.putCloseable(RunAttributes.LOG_STEP, "grant")) {
            assertThat(step).isNotNull();
            LoggerFactory.getLogger(JsonLogTest.class).info("What {} did", "a call");
        } finally {
            logging.stop();
            logging.reset();
        }
        JsonNode message = new ObjectMapper()
                .readTree(Files.readAllLines(log).stream()
                        .filter(line -> line.contains("What a call did"))
                        .findFirst()
                        .orElseThrow());
        assertThat(message.path("level").asText()).isEqualTo("INFO");
        assertThat(message.at("/mdc/Step").asText()).isEqualTo("grant");
    }
}
