package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
    void isPinned() {
        assertThat(hash(new Input("Ada")))
                .isEqualTo("sha256:79da848b3e8875c25e3f77619a645c2e3981feaeca5d33a41b4b42a7a4bef623");
    }

    private static String hash(Object input) {
        return hash(input, "Post it");
    }

    private static String hash(Object input, String detail) {
        PlannedStep line =
                new PlannedStep("post", PlannedStep.Action.CREATE, "letter", detail, Reversibility.IRREVERSIBLE);
        return new PlanDraft(input, List.of(), List.of(line)).plan().hash();
    }
}
