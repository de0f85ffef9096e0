package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link of README, CONTRIBUTING and docs to this repository leads somewhere, as GitHub resolves it. */
class LinksTest {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]*)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern NAMED = Pattern.compile("(?<![\\w/.])(?:docs|examples)/[\\w/.-]*\\.(?:md|json|yml)");

    @Test
    void everyLinkLeadsToAFileAndAHeadingInIt() {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            links(page).filter(link -> !leads(page, link)).forEach(link -> broken.add(page + ": " + link));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsLinkedByAnotherOne() {
        List<Path> linked = pages().stream()
                .flatMap(page -> links(page).map(link -> file(page, link)).filter(target -> !target.equals(page)))
                .toList();
        // The decisions have the folder's line in README.
        assertThat(pages())
                .filteredOn(
                        page -> !page.endsWith("README.md") && !page.getParent().endsWith("decisions"))
                .filteredOn(page -> !linked.contains(page))
                .isEmpty();
    }

    @Test
    void everyPageAndExampleThatASourceNamesIsThere() {
        List<String> missing = new ArrayList<>();
        for (Path source : files(HOME, "java", "yml", "yaml", "sh", "md")) {
            NAMED.matcher(read(source))
                    .results()
                    .map(match -> match.group())
                    .filter(name -> !Files.exists(HOME.resolve(name)))
                    .forEach(name -> missing.add(source + ": " + name));
        }
        assertThat(missing).isEmpty();
    }

    private static boolean leads(Path page, String link) {
        Path target = file(page, link);
        int hash = link.indexOf('#');
        return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
    }

    private static Path file(Path page, String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    private static Stream<String> links(Path page) {
        String text = CODE.matcher(FENCE.matcher(read(page)).replaceAll("")).replaceAll("code");
        return LINK.matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches());
    }

    /** The ids that GitHub gives to the headings: lower case, hyphens for spaces, a number for one that is there again. */
    private static List<String> anchors(Path page) {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(FENCE.matcher(read(page)).replaceAll(""))
                .results()
                .map(match -> LINK.matcher(match.group(1))
                        .replaceAll(link -> link.group().replaceAll("]\\(.*", "")))
                .map(title -> title.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .map(id -> {
                    int earlier = seen.merge(id, 1, Integer::sum) - 1;
                    return earlier == 0 ? id : id + "-" + earlier;
                })
                .toList();
    }

    private static List<Path> pages() {
        List<Path> pages = new ArrayList<>(files(HOME.resolve("docs"), "md"));
        pages.add(HOME.resolve("README.md"));
        pages.add(HOME.resolve("CONTRIBUTING.md"));
        return pages;
    }

    static List<Path> files(Path folder, String... endings) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> Stream.of(endings)
                            .anyMatch(ending -> file.toString().endsWith("." + ending)))
                    .filter(file -> Stream.of("target", ".git", ".crossrun")
                            .noneMatch(name -> file.toString().contains("/" + name + "/")))
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
