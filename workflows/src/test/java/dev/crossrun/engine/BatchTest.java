package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.engine.effect.Batch;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.DynamicActivity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Effects that one call makes and one call removes: each stands and fails by itself. */
@Timeout(60)
class BatchTest {
    private static final List<String> GUESTS = List.of("ada", "bob", "carl", "dora", "emil");
    private static final String STUCK = "invite.decision.1";

    private final Set<String> there = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> removed = new CopyOnWriteArrayList<>();

    /** Invites guests. */
    @ActivityInterface
    public interface Guests {
        List<Found> find(List<String> guests);

        List<ItemResult> invite(List<String> guests);
    }

    /** Five guests in one call. */
    public static final class Party extends RunbookWorkflow implements SmallRun.SmallWorkflow {
        @Override
        public void run(RunStart start, Patience patience) {
            conduct(
                    start,
                    "a party",
                    patience,
                    1,
                    input -> SmallStep.approved("PARTY", approval -> {
                        SmallStep invite = new SmallStep(
                                StepDefinition.automated("invite", "Invite the guests", "PARTY")
                                        .undone("They go"),
                                Party::invite,
                                approval);
                        return List.of(
                                invite,
                                new SmallStep(StepDefinition.human("dance", "Dance", "PARTY"), Party::dance, invite));
                    }));
        }

        private static void invite(StepContext step) {
            Guests guests = step.batch(Guests.class, "Invite the guests", Duration.ofMinutes(5));
            step.effects(new Batch<>(
                    GUESTS,
                    name -> name,
                    name -> name,
                    name -> Expected.anything(),
                    guests::find,
                    guests::invite,
                    LedgerUndo::removable));
        }

        private static void dance(StepContext step) {
            step.ask(
                    TaskSpec.plain("Dance", "1. Dance", Forms.answer("confirm", "Danced")),
                    answer -> Checked.accepted(answer, Map.of()));
        }
    }

    @Test
    void makesTheOthersWhereOneOfFiveFailsAndAsksAboutThatOne() {
        refused.add("carl");
        try (SmallRun run = run()) {
            run.awaitTask(STUCK);
            assertThat(there).containsExactlyInAnyOrder("ada", "bob", "dora", "emil");
            assertThat(run.step("invite").status()).isEqualTo(StepStatus.STUCK);
            assertThat(run.run.task(STUCK).orElseThrow().instructions())
                    .contains("carl has other plans")
                    .doesNotContain("ada", "bob", "dora", "emil");
        }
    }

    @Test
    void namesEachOfSeveralThatFail() {
        refused.addAll(Set.of("carl", "emil"));
        try (SmallRun run = run()) {
            run.awaitTask(STUCK);
            assertThat(run.run.task(STUCK).orElseThrow().instructions())
                    .contains("carl: carl has other plans; emil: emil has other plans");
        }
    }

    @Test
    void hasAnEntryForEachInTheLedgerAlsoForTheOneThatFailed() {
        refused.add("carl");
        try (SmallRun run = run()) {
            run.awaitTask(STUCK);
            assertThat(run.run.ledger(0).entries())
                    .extracting(LedgerEntry::what, LedgerEntry::state)
                    .containsExactly(
                            tuple("ada", EffectState.CREATED),
                            tuple("bob", EffectState.CREATED),
                            tuple("carl", EffectState.INTENDED),
                            tuple("dora", EffectState.CREATED),
                            tuple("emil", EffectState.CREATED));
        }
    }

    @Test
    void makesTheOneThatFailedWhenTriedAgain() {
        refused.add("carl");
        try (SmallRun run = run()) {
            run.awaitTask(STUCK);
            refused.clear();
            run.decide(STUCK, "retry", SmallRun.fields());
            run.awaitTask("dance.human-step.1");
            assertThat(there).containsExactlyInAnyOrderElementsOf(GUESTS);
            assertThat(run.run.ledger(0).entries())
                    .hasSize(5)
                    .extracting(LedgerEntry::state)
                    .containsOnly(EffectState.CREATED);
            assertThat(run.events(RunEvent.Type.EFFECT))
                    .extracting(RunEvent::text)
                    .contains("CREATED: carl");
        }
    }

    @Test
    void leavesTheOneThatWasThereBeforeAndMakesTheOthers() {
        there.add("bob");
        try (SmallRun run = run()) {
            run.awaitTask("dance.human-step.1");
            assertThat(run.askForUndo())
                    .filteredOn(item -> item.action() == UndoItem.Action.KEEP)
                    .extracting(UndoItem::effect)
                    .containsExactly("bob");
            run.answer(SmallRun.UNDO, "undo", SmallRun.LEE, SmallRun.fields());
            run.ended();
            assertThat(there).containsExactly("bob");
        }
    }

    @Test
    void undoRemovesEachAlsoWhatFailedAndMayHaveHappened() {
        refused.add("carl");
        try (SmallRun run = run()) {
            run.awaitTask(STUCK);
            there.add("carl");
            refused.clear();
            run.askForUndo();
            run.answer(SmallRun.UNDO, "undo", SmallRun.LEE, SmallRun.fields());
            assertThat(run.ended().status()).isEqualTo(RunStatus.UNDONE);
            assertThat(removed).containsExactly("emil", "dora", "carl", "bob", "ada");
            assertThat(there).isEmpty();
        }
    }

    @Test
    void whoeverAskedForTheUndoCannotConfirmItBeItInAnotherRole() {
        Caller both = new Caller(SmallRun.SAM.actor(), Set.of(Role.ADMINISTRATOR, Role.APPROVER));
        try (SmallRun run = run()) {
            run.awaitTask("dance.human-step.1");
            run.askForUndo();
            assertThat(SmallRun.refused(() -> run.answer(SmallRun.UNDO, "undo", both, SmallRun.fields()))
                            .refusal())
                    .isEqualTo(Refusal.NOT_ALLOWED);
            assertThat(there).containsExactlyInAnyOrderElementsOf(GUESTS);
            assertThat(run.run.task(SmallRun.UNDO).orElseThrow().refusal(both)).isPresent();
        }
    }

    @Test
    void undoAsksAboutTheOneThatCannotBeRemovedAndHasRemovedTheOthers() {
        try (SmallRun run = run()) {
            run.awaitTask("dance.human-step.1");
            run.askForUndo();
            refused.add("carl");
            run.answer(SmallRun.UNDO, "undo", SmallRun.LEE, SmallRun.fields());
            run.awaitTask(STUCK);
            assertThat(there).containsExactly("carl");
            assertThat(run.run.task(STUCK).orElseThrow().instructions())
                    .contains("carl stays")
                    .doesNotContain("ada", "bob", "dora", "emil");
            refused.clear();
            run.decide(STUCK, "retry", SmallRun.fields());
            assertThat(run.ended().status()).isEqualTo(RunStatus.UNDONE);
            assertThat(there).isEmpty();
        }
    }

    private SmallRun run() {
        return new SmallRun(Party.class, new Door(), (DynamicActivity)
                        arguments -> remove(arguments.get(0, JsonNode.class), arguments.get(1, UndoPass.class)))
                .approved();
    }

    private List<Removal> remove(JsonNode guests, UndoPass pass) {
        List<Removal> removals = new ArrayList<>();
        for (JsonNode guest : guests) {
            String name = guest.path("username").asText();
            if (refused.contains(name) && !pass.preview()) {
                removals.add(Removal.failed(FailureType.view(FailureType.CONFLICT.failure(name + " stays"))));
            } else if (there.contains(name)) {
                removals.add(Removal.removed());
                if (!pass.preview()) {
                    removed.add(name);
                    there.remove(name);
                }
            } else {
                removals.add(Removal.gone());
            }
        }
        return removals;
    }

    private final class Door implements Guests {
        @Override
        public List<Found> find(List<String> guests) {
            Set<String> now = new TreeSet<>(there);
            return guests.stream()
                    .map(name -> now.contains(name) ? Found.unmarked(Map.of()) : Found.absent())
                    .toList();
        }

        @Override
        public List<ItemResult> invite(List<String> guests) {
            return guests.stream()
                    .map(name -> {
                        if (refused.contains(name)) {
                            return ItemResult.failed(
                                    FailureType.view(FailureType.CONFLICT.failure(name + " has other plans")));
                        }
                        there.add(name);
                        return ItemResult.done();
                    })
                    .toList();
        }
    }
}
