package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.effect.UndoItem.Action;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How an undo reads in its task, its report and its run's summary. */
class UndoLinesTest {
    private static final List<UndoItem> ITEMS = List.of(
            item("agents", "grace", Action.UNDO, "", "Settings are lost."),
            item("agents", "ada", Action.UNDO, "", "Settings are lost."),
            item("job", "Provisioning job", Action.KEEP, "It is in use.", ""),
            item("role", "Role", Action.UNDO, "", ""),
            item("policy", "Policy", Action.UNDO, "", ""),
            item("source", "Identity source", Action.KEEP, "No API does it.", ""),
            item("group", "Group", Action.KEEP, "It is in use.", ""),
            item("guests", "bob", Action.UNDO, "", "Settings are lost."));

    @Test
    void aReasonThatSeveralResourcesShareIsGivenOnceAndTheOrderOfTheUndoStays() {
        assertThat(UndoLines.markdown(ITEMS)).isEqualTo("""
                - **Settings are lost.**
                  - UNDO `grace` (agents)
                  - UNDO `ada` (agents)
                - It is in use.
                  - KEEP `Provisioning job` (job)
                  - KEEP `Group` (group)
                - UNDO `Role` (role)
                - UNDO `Policy` (policy)
                - KEEP `Identity source` (source): No API does it.
                - UNDO `bob` (guests) **Settings are lost.**""");
    }

    @Test
    void aSentenceNamesWhatStaysForOneReasonTogether() {
        assertThat(UndoLines.sentence(ITEMS.stream().filter(item -> item.action() == Action.KEEP)))
                .isEqualTo("Provisioning job, Group (It is in use.); Identity source (No API does it.)");
    }

    private static UndoItem item(String step, String effect, Action action, String reason, String warning) {
        return new UndoItem(
                step,
                effect,
                action,
                Optional.of(reason).filter(text -> !text.isEmpty()),
                Optional.of(warning).filter(text -> !text.isEmpty()),
                Optional.empty());
    }
}
