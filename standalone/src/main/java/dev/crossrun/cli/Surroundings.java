package dev.crossrun.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * What the commands find around them.
 *
 * @param directory where files are that no option names
 * @param bytes where documents go byte for byte
 * @param redraws whether the terminal understands control sequences
 * @param pause between two looks at a run
 */
record Surroundings(
        Map<String, String> environment,
        Path directory,
        Prompt prompt,
        OutputStream bytes,
        boolean redraws,
        Duration pause) {
    Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    static Surroundings ofProcess() {
        return new Surroundings(
                System.getenv(),
                Path.of(""),
                Prompt.terminal(),
                System.out,
                Ansi.AUTO.enabled(),
                Duration.ofSeconds(1));
    }
}
