package dev.crossrun.api.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A folder on a file system with hard links. A file is written under another name, synced and then linked: it is there completely
 * or not at all, and only one of several writers of a name succeeds.
 */
public final class FolderStore implements RecordStore {
    /** A file that a crash left half written; nobody reads it. */
    private static final String UNFINISHED = ".unfinished-";

    private final Path root;

    public FolderStore(Path root) {
        this.root = root;
    }

    @Override
    public boolean create(String name, byte[] content) {
        Path file = root.resolve(name);
        Path folder = file.resolveSibling("");
        Path draft = file.resolveSibling(UNFINISHED + UUID.randomUUID());
        try {
            Files.createDirectories(folder);
            write(draft, content);
            try {
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException another) {
                return false;
            } finally {
                Files.delete(draft);
            }
            sync(folder);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(name)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(root.resolve(name) + " cannot be read", e);
        }
    }

    @Override
    public void delete(String name) {
        Path file = root.resolve(name);
        try {
            if (Files.deleteIfExists(file)) {
                sync(file.resolveSibling(""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted", e);
        }
    }

    @Override
    public List<String> names(String folder) {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(UNFINISHED))
                    .map(name -> folder + "/" + name)
                    .sorted()
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(root.resolve(folder) + " cannot be listed", e);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
