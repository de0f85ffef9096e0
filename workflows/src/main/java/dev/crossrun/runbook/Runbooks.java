package dev.crossrun.runbook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.run.Runbook;
import dev.crossrun.runbook.connect.ConnectFederation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The runbooks of the product. Nobody else names one. */
public final class Runbooks {
    public static final List<Runbook<?>> ALL = List.of(ConnectFederation.RUNBOOK);

    private Runbooks() {}

    /** Writes each runbook's steps down, for {@link Runbook#steps()}; the build calls it. {@code arguments}: where the classes are. */
    public static void main(String[] arguments) throws IOException {
        JsonMapper json = JsonMapper.builder().findAndAddModules().build();
        for (Runbook<?> runbook : ALL) {
            Path file = Path.of(arguments[0]).resolve(runbook.catalogue());
            Files.createDirectories(file.getParent());
            json.writerWithDefaultPrettyPrinter()
                    .writeValue(file.toFile(), runbook.code().get().steps());
        }
    }
}
