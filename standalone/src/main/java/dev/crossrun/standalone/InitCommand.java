package dev.crossrun.standalone;

import dev.crossrun.cli.Usage;
import dev.crossrun.domain.Sha256;
import dev.crossrun.simulator.world.ContactCenter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code init}: the secrets of {@code docker-compose.yml}, in the file that Docker Compose reads by itself. */
@Command(
        name = "init",
        description = "Writes the secrets for docker-compose.yml to a file that only you can read.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class InitCommand implements Callable<Integer> {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 24;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = ".env",
            description = "File to write (${DEFAULT-VALUE}).")
    private Path out = Path.of(".env");

    @Override
    public Integer call() {
        write(content());
        spec.commandLine().getOut().println(out + " has the secrets, and the tokens of three users of the API. Next:");
        spec.commandLine().getOut().println("  docker compose --profile simulator up --build");
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Variables in the syntax that Docker Compose and shells share. */
    static String content() {
        return """
                # Secrets of docker-compose.yml, by ./crossrun init. Only you can read this file: keep it so.
                # PostgreSQL keeps the password that it had when its volume was created.
                POSTGRES_PASSWORD=%s

                # Of the user admin of Grafana, with the profile monitoring. Grafana, too, keeps the first one in its volume.
                GRAFANA_PASSWORD=%s

                # The users of deploy/api.yml. A token is for its user; the API gets the hash only.
                %s
                # The simulated cloud's, which are public. For real accounts: docs/operating/install.md.
                AWS_ACCESS_KEY_ID=%s
                AWS_SECRET_ACCESS_KEY=%s
                ENTRA_CLIENT_SECRET=%s
                TRUST_STORE=/var/lib/crossrun/trust/simulator.p12
                """.formatted(
                        secret(),
                        secret(),
                        new People().all().stream().map(InitCommand::user).collect(Collectors.joining()),
                        ContactCenter.ACCESS_KEY_ID,
                        ContactCenter.SECRET_ACCESS_KEY,
                        ContactCenter.CLIENT_SECRET);
    }

    private static String user(People.Person person) {
        return """
                # %1$s
                CROSSRUN_%2$s_TOKEN=%3$s
                CROSSRUN_%2$s_SHA256=%4$s
                """.formatted(
                        person.name(),
                        person.role(),
                        person.token(),
                        Sha256.of(person.token()).value());
    }

    private static String secret() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Never over a file that is there: with it would go the only passwords of the database and of Grafana. */
    private void write(String content) {
        try {
            Files.createFile(out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(out, content, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new Usage(out + " exists and stays as it is. To make other secrets, move it away first.");
        } catch (IOException e) {
            throw new Usage(out + " cannot be written");
        }
    }
}
