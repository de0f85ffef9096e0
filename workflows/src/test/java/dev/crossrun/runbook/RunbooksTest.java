package dev.crossrun.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.Runbook;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunbooksTest {
    static List<Runbook<?>> all() {
        return Runbooks.ALL;
    }

    @ParameterizedTest
    @MethodSource("all")
    void theBuildHasWrittenDownTheStepsThatTheCodeHas(Runbook<?> runbook) {
        assertThat(Runbooks.class.getResource("/" + runbook.catalogue()))
                .as("written by the build")
                .isNotNull();
        assertThat(runbook.steps()).isEqualTo(runbook.code().get().steps());
    }

    @Test
    void noTwoRunbooksShareANameOrAWorkflowType() {
        assertThat(Runbooks.ALL).extracting(Runbook::name).doesNotHaveDuplicates();
        assertThat(Runbooks.ALL).extracting(Runbook::workflowType).doesNotHaveDuplicates();
    }
}
