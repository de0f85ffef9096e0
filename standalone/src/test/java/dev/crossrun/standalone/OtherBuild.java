package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.runbook.Runbooks;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A build in which {@code temporary-access} is different. */
final class OtherBuild {
    /** The step that it has more. */
    static final String NEW = "look-again";

    /** The step that it has no more. */
    static final String GONE = "activity";

    private static final String PACKAGE = "dev/crossrun/runbook/access";
    private static final Path SOURCES = Path.of("../workflows/src/main/java", PACKAGE);

    private static final Path DIFFERENCES = Path.of("src/test/resources/other-build");
    private static final String SOON = "soon.diff";
    private static final String NEXT = "next.diff";

    /** The name of a file, and what becomes different in it. */
    private static final Pattern FILE = Pattern.compile("(?m)^--- .*\\n\\+\\+\\+ (.*)\\n");

    private final Path classes;

    /** Compiles it into this folder, with these differences from this build, one after the other. */
    private OtherBuild(Path folder, String... differences) {
        this.classes = folder.resolve("classes");
        try {
            Path sources = Files.createDirectories(folder.resolve("sources"));
            for (Path source : files(SOURCES)) {
                Files.copy(source, sources.resolve(source.getFileName()));
            }
            for (String difference : differences) {
                apply(sources, Files.readString(DIFFERENCES.resolve(difference)));
            }
            compile(sources);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The classes of this build, except that a run waits a second for the events of CloudTrail instead of a quarter of an hour, so that
     * a test can see its end. They come before those of this build.
     */
    static Path soon(Path folder) {
        return new OtherBuild(folder.resolve("soon"), SOON).classes;
    }

    /**
     * The classes of a build after the one of {@link #soon}, changed by the rules of docs/writing-a-runbook.md. A run that it starts looks
     * at the end whether the access is gone, and reads no activity: revision 2. Every run that has not given the access yet looks the user
     * up once more before it does.
     */
    static Path next(Path folder) {
        OtherBuild build = new OtherBuild(folder.resolve("next"), SOON, NEXT);
        build.writeCatalogue(folder);
        return build.classes;
    }

    private static void apply(Path sources, String difference) throws IOException {
        for (MatchResult file : FILE.matcher(difference).results().toList()) {
            applyTo(
                    sources.resolve(file.group(1)),
                    difference.substring(file.end()).split("(?m)^--- ", 2)[0]);
        }
    }

    /** Writes a class with its differences; what each of them replaces is there once. */
    private static void applyTo(Path file, String difference) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        for (String part : difference.substring("@@\n".length()).split("(?m)^@@\n")) {
            String before = side(part, '-');
            assertThat(before.isEmpty() || text.split(Pattern.quote(before), -1).length == 2)
                    .as("%s has this once: %s", file, before)
                    .isTrue();
            text = before.isEmpty() ? side(part, '+') : text.replace(before, side(part, '+'));
        }
        Files.writeString(file, text);
    }

    /** The lines of one side: those with its sign, and those of both. */
    private static String side(String part, char sign) {
        return part.lines()
                .filter(line -> line.charAt(0) == sign || line.charAt(0) == ' ')
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    /** The whole package: the compiler writes the revision into the classes that use it. */
    private void compile(Path sources) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK");
        StringWriter faults = new StringWriter();
        Files.createDirectories(classes.resolve(PACKAGE));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            faults,
                            files,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjectsFromPaths(files(sources)))
                    .call();
            assertThat(compiled).as(faults.toString()).isTrue();
        }
    }

    /** As the build does it: the API shows what is written there. */
    private void writeCatalogue(Path folder) {
        try (Processes build = new Processes(folder, Map.of())) {
            build.prefer(classes);
            build.java("catalogue", Runbooks.class, classes.toString());
            assertThat(build.end("catalogue")).isZero();
        }
    }
}
