package dev.crossrun.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.LedgerActivities;
import dev.crossrun.activity.Place;
import dev.crossrun.activity.Removals;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Username;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.effect.EffectState;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.LedgerEntry;
import dev.crossrun.run.effect.LedgerPage;
import dev.crossrun.run.effect.LedgerPage.LedgerStep;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.Undo;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.step.StepDefinition;
import dev.crossrun.run.step.StepStatus;
import io.temporal.activity.DynamicActivity;
import io.temporal.client.WorkflowClientOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The undo of an ended run whose ledger a test writes. Every removal is a fake that notes what it is asked to remove. */
final class LedgerUndo implements AutoCloseable {
    static final String STEP = "guests";

    private static final EndedRun ENDED =
            new EndedRun("party.one", "0198a0f0-0000-7000-8000-000000000001", Optional.empty());

    final List<LedgerEntry> ledger = new ArrayList<>();
    final Map<String, Removal> removals = new ConcurrentHashMap<>();
    /** What was called: {@code preview} or {@code remove}, and the arguments' field {@code name}. */
    final List<String> called = new CopyOnWriteArrayList<>();

    final List<UndoPass> passes = new CopyOnWriteArrayList<>();

    final List<LedgerActivities.LedgerQuery> read = new CopyOnWriteArrayList<>();
    volatile LedgerActivities.Standing standing = new LedgerActivities.Standing(Optional.empty(), Optional.empty());
    volatile int page = LedgerPage.MOST;
    private final RunDriver driver;
    final Run run;

    LedgerUndo() {
        driver = new RunDriver(
                WorkflowClientOptions.getDefaultInstance(),
                ENDED.undoId(),
                EndedRun.UNDO_WORKFLOW,
                List.of(UndoWorkflowImpl.class),
                new Ledgers(),
                (DynamicActivity)
                        arguments -> remove(arguments.get(0, JsonNode.class), arguments.get(1, UndoPass.class)));
        run = driver.run;
    }

    /** A removal that the fakes understand: its user's name is what they are asked about. */
    static Undo removable(String name) {
        return Removals.undo(new ConnectActivities.RemovableUser(
                new ConnectActivities.InstanceKey(
                        new Place(new AccountId("222222222222"), new Region("eu-central-1")),
                        new InstanceId("5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10")),
                new Username(name),
                "ours"));
    }

    LedgerUndo made(String... names) {
        Stream.of(names).forEach(name -> entry(name, EffectState.CREATED, removable(name)));
        return this;
    }

    LedgerUndo entry(String what, EffectState state, Undo undo) {
        ledger.add(new LedgerEntry(
                ledger.size() + 1,
                STEP,
                1,
                what,
                false,
                state,
                Found.absent(),
                Instant.EPOCH,
                Optional.of(Instant.EPOCH),
                undo,
                List.of()));
        return this;
    }

    LedgerUndo start() {
        driver.start(
                new RunStart(
                        "party",
                        "one",
                        RunDriver.KIM.actor(),
                        false,
                        List.of(new AccountId("222222222222")),
                        Optional.of(ENDED.id()),
                        1),
                ENDED);
        return this;
    }

    /** An approver confirms what is shown. */
    LedgerUndo confirmed() {
        driver.confirmUndo();
        return this;
    }

    void answer(String task, String action, Caller by, ObjectNode fields) {
        awaitTask(task);
        driver.answer(task, action, by, fields);
    }

    String awaitTask(String task) {
        return driver.awaitTask(task);
    }

    UndoItem item(String what) {
        return run.undo().stream()
                .filter(item -> item.effect().equals(what))
                .findFirst()
                .orElseThrow();
    }

    RunView ended() {
        return driver.ended();
    }

    private List<Removal> remove(JsonNode arguments, UndoPass pass) {
        passes.add(pass);
        List<Removal> results = new ArrayList<>();
        for (JsonNode each : arguments) {
            String name = each.path("username").asText();
            called.add((pass.preview() ? "preview " : "remove ") + name);
            Removal result = removals.getOrDefault(name, Removal.removed());
            results.add(pass.preview() && result.outcome() == Removal.Outcome.FAILED ? Removal.removed() : result);
        }
        return results;
    }

    @Override
    public void close() {
        driver.close();
    }

    private final class Ledgers implements LedgerActivities {
        @Override
        public Standing stand(EndedRun ended) {
            return standing;
        }

        @Override
        public LedgerPage read(LedgerQuery query) {
            read.add(query);
            List<LedgerEntry> rest = ledger.subList(query.after(), ledger.size());
            StepDefinition step = StepDefinition.automated(STEP, "Invite the guests", "PARTY")
                    .undone("They go")
                    .build(List.of(), List.of(), false);
            return new LedgerPage(
                    List.of(new LedgerStep(step, StepStatus.DONE, Optional.empty())),
                    rest.subList(0, Math.min(page, rest.size())),
                    rest.size() > page,
                    true);
        }
    }
}
