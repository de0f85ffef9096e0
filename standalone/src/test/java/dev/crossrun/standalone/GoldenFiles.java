package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.util.diff.DiffUtils;

/** The files of one case under {@code src/test/resources/golden}. */
final class GoldenFiles {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final int CONTEXT = 3;
    private static final boolean WRITE = "write".equals(System.getProperty("crossrun.golden"));

    private final Path folder;

    GoldenFiles(String name) {
        folder = FOLDER.resolve(name);
    }

    /** Compares these texts with the files; with {@code -Dcrossrun.golden=write} the texts become the files. */
    void check(Map<String, String> actual) {
        if (WRITE) {
            write(actual);
            return;
        }
        Map<String, String> golden = read();
        Set<String> names = new TreeSet<>(golden.keySet());
        names.addAll(actual.keySet());
        List<String> differences = names.stream()
                .filter(name -> !text(golden, name).equals(text(actual, name)))
                .map(name -> difference(name, text(golden, name), text(actual, name)))
                .toList();
        if (!differences.isEmpty()) {
            fail(String.join("\n\n", differences) + "\n\n" + HOW_TO_REWRITE);
        }
    }

    private static final String HOW_TO_REWRITE = "If the difference is wanted, rewrite the files and review them:"
            + " ./mvnw -pl standalone -am test -Dtest=GoldenRunsTest -Dsurefire.failIfNoSpecifiedTests=false"
            + " -Dcrossrun.golden=write";

    private static String text(Map<String, String> files, String name) {
        return files.getOrDefault(name, "");
    }

    private String difference(String name, String golden, String actual) {
        List<String> lines = golden.lines().toList();
        String file = folder.resolve(name).toString();
        return String.join(
                "\n",
                DiffUtils.generateUnifiedDiff(
                        file,
                        "this run",
                        lines,
                        DiffUtils.diff(lines, actual.lines().toList()),
                        CONTEXT));
    }

    private Map<String, String> read() {
        Map<String, String> files = new TreeMap<>();
        for (Path file : files()) {
            try {
                files.put(file.getFileName().toString(), Files.readString(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private void write(Map<String, String> texts) {
        try {
            for (Path old : files()) {
                Files.delete(old);
            }
            Files.createDirectories(folder);
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Files.writeString(folder.resolve(text.getKey()), text.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return new ArrayList<>();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
