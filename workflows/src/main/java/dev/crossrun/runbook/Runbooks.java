package dev.crossrun.runbook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.run.Runbook;
import dev.crossrun.runbook.access.TemporaryAccess;
import dev.crossrun.runbook.connect.ConnectFederation;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** The runbooks of the product. Nobody else names one. */
public final class Runbooks {
    public static final List<Runbook<?>> ALL = List.of(ConnectFederation.RUNBOOK, TemporaryAccess.RUNBOOK);

    private Runbooks() {}

    /** Writes each runbook's steps down, for {@link Runbook#steps()}; the build calls it. {@code arguments}: where the classes are. */
    public static void main(String[] arguments) throws IOException {
        JsonMapper json = JsonMapper.builder().findAndAddModules().build();
        for (Runbook<?> runbook : ALL) {
            json.writerWithDefaultPrettyPrinter()
                    .writeValue(
                            new File(arguments[0], runbook.catalogue()),
                            runbook.code().get().steps());
        }
    }
}
