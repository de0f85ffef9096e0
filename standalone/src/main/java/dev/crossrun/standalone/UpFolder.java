package dev.crossrun.standalone;

import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.cli.TokensFile;
import dev.crossrun.cli.Usage;
import dev.crossrun.desk.session.SessionKeys;
import dev.crossrun.simulator.store.KeptWorld;
import dev.crossrun.simulator.store.PrivateFile;
import dev.crossrun.standalone.temporal.DevServer;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The folder of {@code ./crossrun up}, by default {@code .crossrun}: the tokens, and in a folder for each company what outlives a
 * restart. It is locked as long as this is open.
 */
final class UpFolder implements AutoCloseable {
    private static final String SEALING = "sealing.jwks.json";
    private static final String SESSIONS = "sessions.jwks.json";
    private static final String RECORDS = "records";
    private static final String RECORD_KEYS = "records.jwks.json";
    private static final String NAMESPACE = "namespace";

    private final Path folder;
    private final FileChannel lock;

    /**
     * Locks a folder, which is created if it is not there.
     *
     * @throws Usage if another process has it
     */
    UpFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            lock = FileChannel.open(folder.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked()) {
                lock.close();
                throw new Usage("Another ./crossrun up works in " + folder.toAbsolutePath()
                        + ". Stop it, or choose another folder with --folder.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    private boolean locked() throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }

    Path tokens() {
        return folder.resolve("tokens.json");
    }

    /** Whether something outlived a restart there. */
    boolean keeps(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** Writes the tokens and where the API is. The API would refuse the tokens of an earlier start. */
    void write(People people, URI api) {
        people.tokens(api).write(tokens());
    }

    /** What outlives a restart, in the folder {@code name} below this one. */
    final class Kept {
        private final Path place;

        Kept(String name) {
            place = folder.resolve(name);
            try {
                PrivateFile.createFolder(place);
            } catch (IOException e) {
                throw new UncheckedIOException(place + " cannot be written", e);
            }
        }

        Path path() {
            return place;
        }

        /** Deletes all that is kept here, and nothing else that is in the folder; gives the namespace of before. */
        Optional<String> clear() {
            Optional<String> before =
                    Files.exists(place.resolve(NAMESPACE)) ? Optional.of(namespace()) : Optional.empty();
            Stream.of(
                            KeptWorld.FILES.stream(),
                            DevServer.FILES.stream(),
                            Stream.of(SEALING, SESSIONS, RECORD_KEYS, NAMESPACE))
                    .flatMap(names -> names)
                    .map(place::resolve)
                    .forEach(Kept::delete);
            deleteAll(place.resolve(RECORDS));
            return before;
        }

        private static void delete(Path file) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be deleted", e);
            }
        }

        private static void deleteAll(Path folder) {
            if (Files.exists(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.sorted(Comparator.reverseOrder()).forEach(Kept::delete);
                } catch (IOException e) {
                    throw new UncheckedIOException(folder + " cannot be read", e);
                }
            }
        }

        /** The archive of records, with keys of its own. */
        ArchiveSettings records() {
            return ArchiveSettings.inFolder(
                    place.resolve(RECORDS),
                    kept(RECORD_KEYS, () -> PayloadKeys.generate().json()));
        }

        /** The same people, tokens and keys at each start: runs that are open have secrets that these keys encrypt. */
        Secrets secrets() {
            List<TokensFile.Principal> known =
                    Files.exists(tokens()) ? TokensFile.read(tokens()).principals() : List.of();
            Path sealing = kept(SEALING, () -> SealingKeys.generate().json());
            return new Secrets(
                    new People(known), SealingKeys.read(sealing), Optional.of(kept(SESSIONS, SessionKeys::generate)));
        }

        /** The name of the namespace at a Temporal service, which no other folder has. */
        String namespace() {
            Path file = kept(
                    NAMESPACE,
                    () -> "crossrun-up-" + UUID.randomUUID().toString().substring(0, 8));
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }

        private Path kept(String name, Supplier<String> content) {
            Path file = place.resolve(name);
            if (!Files.exists(file)) {
                try {
                    PrivateFile.replace(file, content.get().getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(file + " cannot be written", e);
                }
            }
            return file;
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
