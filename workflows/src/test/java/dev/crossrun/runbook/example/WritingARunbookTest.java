package dev.crossrun.runbook.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/writing-a-runbook.md to this package: what the page shows is what is compiled and run. */
@Timeout(120)
class WritingARunbookTest {
    private static final Path PAGE = Path.of("../docs/writing-a-runbook.md");
    private static final Path PACKAGE = Path.of("src/test/java/dev/crossrun/runbook/example");
    private static final Pattern JAVA = Pattern.compile("`([A-Za-z]+\\.java)`:\n\n```java\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern DIFF =
            Pattern.compile("```diff\n--- \\S+\n\\+\\+\\+ (\\S+)\n(.*?)```\n", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void showsTheCodeAsItIs() throws IOException {
        List<MatchResult> blocks = blocks(JAVA);
        assertThat(blocks)
                .extracting(block -> block.group(1))
                .containsExactlyInAnyOrder(
                        "AuditorAccess.java",
                        "AuditorAccessRequest.java",
                        "AuditorAccessWorkflow.java",
                        "AuditorAccessWorkflowImpl.java",
                        "AuditPolicyStep.java",
                        "AttachPolicyStep.java",
                        "AuditSimulationStep.java");
        for (MatchResult block : blocks) {
            assertThat(Files.readString(PACKAGE.resolve(block.group(1))))
                    .as(block.group(1))
                    .endsWith(";\n\n" + block.group(2));
        }
    }

    @Test
    void showsEveryBlockOfCodeWithTheFileThatItStandsIn() throws IOException {
        long fences = Files.readString(PAGE).lines().filter("```"::equals).count();
        assertThat(blocks(JAVA).size() + blocks(DIFF).size()).isEqualTo((int) fences);
    }

    @Test
    void addsAStepByTheDifferenceThatItShows() throws Exception {
        Path sources = Files.createDirectory(directory.resolve("sources"));
        for (Path file : sources(PACKAGE)) {
            Files.copy(file, sources.resolve(file.getFileName()));
        }
        for (MatchResult diff : blocks(DIFF)) {
            apply(sources.resolve(diff.group(1)), diff.group(2));
        }
        Path classes = Files.createDirectory(directory.resolve("classes"));
        compile(sources(sources), classes);
        try (Changed changed = new Changed(classes)) {
            runTests(changed.loadClass(AuditorAccessTest.class.getName()));
        }
    }

    private static List<MatchResult> blocks(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE)).results().toList();
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** Each part of a difference, from {@code @@} on, must apply to one place. */
    private static void apply(Path file, String diff) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        for (String part : diff.substring("@@\n".length()).split("(?m)^@@\n")) {
            String before = side(part, '-');
            if (!before.isEmpty()) {
                assertThat(text.split(Pattern.quote(before), -1)).as(part).hasSize(2);
            }
            text = before.isEmpty() ? side(part, '+') : text.replace(before, side(part, '+'));
        }
        Files.writeString(file, text);
    }

    /** The lines of one side: those with its sign, and those of both. */
    private static String side(String part, char sign) {
        StringBuilder lines = new StringBuilder();
        part.lines()
                .filter(line -> line.charAt(0) == sign || line.charAt(0) == ' ')
                .forEach(line -> lines.append(line, 1, line.length()).append('\n'));
        return lines.toString();
    }

    private static void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "the tests need a JDK");
        StringWriter faults = new StringWriter();
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
                            files.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as(faults.toString()).isTrue();
        }
    }

    private static void runTests(Class<?> tests) throws ReflectiveOperationException {
        Constructor<?> constructor = tests.getDeclaredConstructor();
        constructor.setAccessible(true);
        for (Method test : tests.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)) {
                test.setAccessible(true);
                test.invoke(constructor.newInstance());
            }
        }
    }

    /** The classes of this package as they were compiled with the difference. */
    private static final class Changed extends URLClassLoader {
        Changed(Path classes) throws IOException {
            super(new URL[] {classes.toUri().toURL()}, WritingARunbookTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(WritingARunbookTest.class.getPackageName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            return known == null ? findClass(name) : known;
        }
    }
}
