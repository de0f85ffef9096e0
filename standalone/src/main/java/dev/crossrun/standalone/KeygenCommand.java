package dev.crossrun.standalone;

import dev.crossrun.cli.Usage;
import dev.crossrun.desk.session.SessionKeys;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code keygen}: the keys that worker and API need. */
@Command(
        name = "keygen",
        description =
                "Makes the keys that seal secrets and sessions, those that encrypt what goes to Temporal, and those of records.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class KeygenCommand implements Callable<Integer> {
    private static final String WORKER = "sealing-worker.jwks.json";
    private static final String API = "sealing-api.jwks.json";
    private static final String PAYLOADS = "payloads.jwks.json";
    private static final String RECORDS = "records.jwks.json";
    private static final String SESSIONS = "sessions.jwks.json";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--out", defaultValue = ".", description = "Folder to write to (${DEFAULT-VALUE}).")
    private Path out = Path.of(".");

    @Override
    public Integer call() {
        for (String name : List.of(WORKER, API, SESSIONS, PAYLOADS, RECORDS)) {
            if (Files.exists(out.resolve(name))) {
                throw refusal(out.resolve(name));
            }
        }
        SealingKeys keys = SealingKeys.generate();
        Path worker = write(WORKER, keys.json(), "rw-------");
        Path api = write(API, keys.publicHalf().json(), "rw-r--r--");
        Path sessions = write(SESSIONS, SessionKeys.generate(), "rw-------");
        Path payloads = write(PAYLOADS, PayloadKeys.generate().json(), "rw-------");
        Path records = write(RECORDS, PayloadKeys.generate().json(), "rw-------");
        spec.commandLine().getOut().println(worker + "  private: sealing in worker.yml");
        spec.commandLine().getOut().println(api + "  public: sealing in api.yml");
        spec.commandLine().getOut().println(sessions + "  private: desk.sessionKeys in api.yml");
        spec.commandLine().getOut().println(payloads + "  private: payloads in worker.yml and api.yml");
        spec.commandLine().getOut().println(records + "  private: records.keys in api.yml");
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Never over a file that is there: with it would go what opens secrets of open runs. */
    private Path write(String name, String content, String permissions) {
        Path file = out.resolve(name);
        try {
            Files.createDirectories(out);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
            Files.writeString(file, content, StandardOpenOption.WRITE);
            return file;
        } catch (IOException e) {
            throw refusal(file);
        }
    }

    private static Usage refusal(Path file) {
        return new Usage(file + " cannot be written, or is there already");
    }
}
