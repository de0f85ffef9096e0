package dev.crossrun.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.Runbook;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/evidence.md is of the runbooks' present steps. */
class EvidenceDocTest {
    private static final Path PAGE = Path.of("../docs/evidence.md");

    @Test
    void everyStepOfAPersonSaysWhatItsEvidenceProvesAndWhatNot() throws IOException {
        for (Runbook<?> runbook : Runbooks.ALL) {
            assertThat(rows(runbook).stream().map(row -> row.get(0)))
                    .as(runbook.name())
                    .containsAll(runbook.steps().stream()
                            .filter(step -> step.kind() == StepKind.HUMAN)
                            .map(StepDefinition::id)
                            .toList());
        }
    }

    @Test
    void thePageNamesOnlyStepsThatThereAreAndFillsEveryColumn() throws IOException {
        for (Runbook<?> runbook : Runbooks.ALL) {
            List<String> ids = runbook.steps().stream().map(StepDefinition::id).toList();
            assertThat(rows(runbook)).as(runbook.name()).isNotEmpty().allSatisfy(row -> {
                assertThat(ids).contains(row.get(0));
                assertThat(row).hasSize(4).allMatch(cell -> !cell.isBlank());
            });
        }
    }

    /** The cells of the runbook's table; the first is the step's id. */
    private static List<List<String>> rows(Runbook<?> runbook) throws IOException {
        String[] parts = Files.readString(PAGE).split("## " + runbook.name() + "\n", -1);
        assertThat(parts)
                .as("docs/evidence.md needs a section \"## " + runbook.name() + "\" with a row for each human step")
                .hasSize(2);
        return parts[1].split("\n## ", -1)[0]
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(2, line.length() - 2).split(" \\| ", -1))
                        .map(cell -> cell.matches("`[a-z-]+`") ? cell.replace("`", "") : cell)
                        .toList())
                .toList();
    }
}
