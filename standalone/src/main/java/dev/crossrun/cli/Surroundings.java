package dev.crossrun.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What the commands find around them.
 *
 * @param directory where files are that no option names
 * @param bytes where documents go byte for byte
 * @param columns the width of a terminal that understands control sequences; 0 for anything else
 * @param pause between two looks at a run
 */
record Surroundings(
        Map<String, String> environment,
        Path directory,
        Prompt prompt,
        OutputStream bytes,
        int columns,
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
                LiveRun.columnsOfTerminal(),
                Duration.ofSeconds(1));
    }
}
