package dev.crossrun.simulator.saml;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Real documents published by others; they are not part of the project, so tests look at them only where they are. */
final class Samples {

    private Samples() {}

    static String read(String name) throws IOException {
        Path folder = Path.of(System.getProperty("crossrun.samples", "/work/shared/samples"));
        Path file = folder.resolve(name);
        assumeThat(file).exists();
        return Files.readString(file);
    }
}
