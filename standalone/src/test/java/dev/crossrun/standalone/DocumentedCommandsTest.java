package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of README and docs: the command line knows each of them, and {@code .ci/walkthrough} runs each line as it is
 * written. A comment before a block says what else runs it, or what it needs that CI does not have.
 */
class DocumentedCommandsTest {
    private static final Path HOME = Path.of("..");
    private static final Pattern SHELL = Pattern.compile(
            "(\\./crossrun|examples/\\S+\\.sh|curl|docker|openssl|temporal|python3|sed|export|portal) .*"
                    + "|\\S+\\.sh|\\./crossrun|[A-Za-z_]+=.*");
    private static final Pattern MARK =
            Pattern.compile("\\s*<!-- (needs (?:a cloud|a Temporal service|Docker)|run by \\S+) -->");
    private static final Pattern INLINE = Pattern.compile("`(\\./crossrun[^`…]*)`");
    private static final Pattern CROSSRUN =
            Pattern.compile("(?:^|\\$\\(|\\s)\\./crossrun((?:\\s+(?:\"[^\"]*\"|'[^']*'|[^\\s|;#&)])+)*)");
    private static final Pattern WORD = Pattern.compile("(?:\"[^\"]*\"|'[^']*'|[^\\s\"'])+");

    /** Lines of a block, with what stands before it. */
    record Block(Path page, Optional<String> mark, List<String> lines) {
        boolean isShell() {
            return SHELL.matcher(lines.get(0)).matches();
        }
    }

    @Test
    void ciRunsEachLineAsItIsWrittenOrThePageSaysWhatItNeeds() throws IOException {
        String script = Files.readAllLines(HOME.resolve(".ci/walkthrough")).stream()
                .map(String::strip)
                .collect(Collectors.joining("\n"));
        assertThat(blocks().filter(Block::isShell).filter(block -> block.mark().isEmpty()))
                .hasSizeGreaterThan(20)
                .allSatisfy(block -> assertThat(block.lines())
                        .as("%s: run it in .ci/walkthrough, or say before it <!-- needs … -->", block.page())
                        .filteredOn(line -> !line.startsWith("console="))
                        .allSatisfy(line ->
                                assertThat(script).contains(line.replace("http://127.0.0.1:4510", "$SIMULATOR"))));
    }

    @Test
    void aTestThatAPageNamesIsThere() {
        List<String> tests = LinksTest.files(HOME, "java").stream()
                .map(file -> file.getFileName().toString())
                .toList();
        assertThat(blocks().flatMap(block -> block.mark().stream()))
                .isNotEmpty()
                .allSatisfy(mark -> assertThat(mark)
                        .matches(text -> !text.startsWith("run by ")
                                || tests.contains(text.substring("run by ".length()) + ".java")
                                || Files.exists(HOME.resolve(text.substring("run by ".length())))));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandLineKnowsTheCommand(String line) {
        String[] words = WORD.matcher(line)
                .results()
                .map(MatchResult::group)
                .map(word -> word.replaceAll("[\"']", ""))
                .toArray(String[]::new);
        CommandLine commands = Crossrun.commands();
        assertThat(commands.getSubcommands()).containsKey(words[0]);
        CommandSpec spec = commands.getSubcommands().get(words[0]).getCommandSpec();
        if (line.contains("[--")) {
            assertThat(words)
                    .filteredOn(word -> word.startsWith("[--"))
                    .allSatisfy(word -> assertThat(spec.optionsMap()).containsKey(word.substring(1)));
        } else if (words.length > 1) {
            assertThatCode(() -> commands.parseArgs(words)).doesNotThrowAnyException();
        }
    }

    static Stream<String> commands() {
        Stream<String> inline = pages().stream()
                .flatMap(page -> INLINE.matcher(LinksTest.read(page)).results())
                .map(match -> match.group(1));
        Stream<String> lines = blocks().filter(Block::isShell)
                .map(block -> String.join("\n", block.lines()).replaceAll("\\\\\n", " "))
                .flatMap(String::lines);
        return Stream.concat(inline, lines)
                .flatMap(line -> CROSSRUN.matcher(line).results())
                .map(match -> match.group(1).strip())
                // The script itself starts the benchmarks, which are no part of this command line.
                .filter(line -> !line.isEmpty() && !line.matches("bench( .*)?"))
                .distinct();
    }

    /** Indented blocks, and fenced ones. */
    private static Stream<Block> blocks() {
        return pages().stream().flatMap(page -> blocks(page).stream());
    }

    private static List<Block> blocks(Path page) {
        List<Block> blocks = new ArrayList<>();
        List<String> block = new ArrayList<>();
        Optional<String> mark = Optional.empty();
        boolean fenced = false;
        for (String line : (LinksTest.read(page) + "\n\n").split("\n", -1)) {
            boolean fence = line.strip().startsWith("```");
            Matcher marked = MARK.matcher(line);
            if (marked.matches()) {
                mark = Optional.of(marked.group(1));
            } else if (!fence && (fenced || line.startsWith("    "))) {
                block.add(line.strip());
            } else if (!block.isEmpty()) {
                blocks.add(new Block(page, mark, List.copyOf(block)));
                block.clear();
                mark = Optional.empty();
            }
            fenced = fence != fenced;
        }
        return blocks;
    }

    private static List<Path> pages() {
        return Stream.concat(Stream.of(HOME.resolve("README.md")), LinksTest.files(HOME.resolve("docs"), "md").stream())
                .toList();
    }
}
