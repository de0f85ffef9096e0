package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.Reversibility;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the approver approves, by its hash. */
class PlanHashTest {
    /** An input as it is. */
    record Input(String to) {}

    /** The same in a later version. */
    record Later(String to, Optional<String> by, List<String> copies) {}

    @Test
    void aFieldThatALaterVersionAddsDoesNotChangeThePlanOfAnInputThatLeavesItOut() {
        assertThat(hash(new Later("Ada", Optional.empty(), List.of()))).isEqualTo(hash(new Input("Ada")));
    }

    @Test
    void whateverIsInTheInputOrInALineChangesIt() {
        String hash = hash(new Input("Ada"));
        assertThat(hash(new Input("Bob"))).isNotEqualTo(hash);
        assertThat(hash(new Later("Ada", Optional.of("rail"), List.of()))).isNotEqualTo(hash);
        assertThat(hash(new Later("Ada", Optional.empty(), List.of("Bob")))).isNotEqualTo(hash);
        assertThat(hash(new Input("Ada"), "Post it twice")).isNotEqualTo(hash);
    }

    @Test
    void whatIsWrittenIsPartOfIt() {
        String nothing = hash(List.of());
        String letter = hash(List.of(Change.create("letter", "Dear Ada")));
        assertThat(letter).isNotEqualTo(nothing);
        assertThat(hash(List.of(Change.create("letter", "Dear Bob")))).isNotEqualTo(letter);
        assertThat(hash(List.of(Change.keep("letter", "Dear Ada")))).isNotEqualTo(letter);
        JsonNode one = Change.document("{\"Version\": \"2012-10-17\", \"Statement\": []}");
        JsonNode same = Change.document("{\"Statement\": [], \"Version\": \"2012-10-17\"}");
        assertThat(hash(List.of(Change.create("policy", one))))
                .as("whatever the order of a document's members")
                .isEqualTo(hash(List.of(Change.create("policy", same))));
    }

    @Test
    void isPinned() {
        assertThat(hash(new Input("Ada")))
                .isEqualTo("sha256:79da848b3e8875c25e3f77619a645c2e3981feaeca5d33a41b4b42a7a4bef623");
    }

    private static String hash(Object input) {
        return hash(input, "Post it");
    }

    private static String hash(List<Change> changes) {
        return hash(new Input("Ada"), "Post it", changes);
    }

    private static String hash(Object input, String detail) {
        return hash(input, detail, List.of());
    }

    private static String hash(Object input, String detail, List<Change> changes) {
        PlannedStep line = new PlannedStep(
                "post", PlannedStep.Action.CREATE, "letter", detail, Reversibility.IRREVERSIBLE, changes);
        return new PlanDraft(input, List.of(), List.of(line)).plan().hash();
    }
}
