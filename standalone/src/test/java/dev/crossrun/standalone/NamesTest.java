package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.crossrun.run.Runbook;
import dev.crossrun.runbook.Runbooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A class is found by its simple name, and a package is seen at one look. */
class NamesTest {
    private static final int MOST = 45;

    private static final List<JavaClass> MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.crossrun").stream()
                    .filter(JavaClass::isTopLevelClass)
                    .filter(type -> !type.getSimpleName().equals("package-info"))
                    .toList();

    @Test
    void noTwoClassesShareASimpleName() {
        Map<String, Set<String>> packages = MAIN.stream()
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getPackageName, Collectors.toSet())));
        packages.values().removeIf(places -> places.size() == 1);
        assertThat(packages).isEmpty();
    }

    @Test
    void nobodyButItsPackageTheListAndTheDemoNamesARunbook() throws IOException {
        List<String> names = Runbooks.ALL.stream().map(Runbook::name).toList();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            assertThat(files.filter(file -> file.toString().contains("/src/main/java/"))
                            .filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.toString().contains("/dev/crossrun/runbook/"))
                            .filter(file -> !file.endsWith("Scenario.java"))
                            .filter(file -> names.stream().anyMatch(read(file)::contains)))
                    .isEmpty();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noPackageHasMoreThanFortyFiveClasses() {
        Map<String, Long> sizes =
                MAIN.stream().collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        sizes.values().removeIf(count -> count <= MOST);
        assertThat(sizes)
                .as("Move classes that belong together into a package below, such as runbook.connect.policy")
                .isEmpty();
    }
}
