package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Patience;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStart;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.step.StepDefinition;
import io.temporal.api.enums.v1.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One timer for the deadlines of all tasks of a run. */
@Timeout(60)
class AlarmTest {
    private static final Patience SHORT = new Patience(
            Optional.of(Duration.ofHours(2)),
            Optional.of(Duration.ofHours(5)),
            Optional.of(Duration.ofHours(9)),
            Optional.empty());
    private static final List<String> NAMES = List.of("one", "two", "three");

    /** Three people are asked at the same time. */
    public static final class Three extends RunbookWorkflow implements SmallRun.SmallWorkflow {
        @Override
        public void run(RunStart start, Patience patience) {
            conduct(
                    start,
                    "three people",
                    patience,
                    1,
                    input -> SmallStep.approved(
                            "DESK",
                            approval -> NAMES.stream()
                                    .map(name -> new SmallStep(
                                            StepDefinition.human(name, "Ask " + name, "DESK"), Three::ask, approval))
                                    .toList()));
        }

        private static void ask(StepContext step) {
            step.ask(
                    TaskSpec.plain("Say yes", "1. Say it", Forms.answer("confirm", "Yes")),
                    answer -> Checked.accepted(answer, Map.of()));
        }
    }

    @Test
    void remindsOfEachOpenTaskAtItsTime() {
        try (SmallRun run = open()) {
            run.sleep(Duration.ofHours(6));
            for (String task : NAMES) {
                assertThat(hours(run, task, RunEvent.Type.TASK_REMINDED)).containsExactly(2L);
                assertThat(hours(run, task, RunEvent.Type.TASK_ESCALATED)).containsExactly(5L);
            }
        }
    }

    @Test
    void remindsOfTheOthersAtTheirTimesAfterOneWasAnswered() {
        try (SmallRun run = open()) {
            run.sleep(Duration.ofHours(1));
            run.decide(task("two"), "confirm", SmallRun.fields());
            run.sleep(Duration.ofDays(1));
            assertThat(hours(run, "two", RunEvent.Type.TASK_REMINDED)).isEmpty();
            assertThat(hours(run, "two", RunEvent.Type.TASK_ESCALATED)).isEmpty();
            for (String task : List.of("one", "three")) {
                assertThat(hours(run, task, RunEvent.Type.TASK_REMINDED)).containsExactly(2L);
                assertThat(hours(run, task, RunEvent.Type.TASK_ESCALATED)).containsExactly(5L);
            }
        }
    }

    @Test
    void remindsOfATaskThatIsOpenedLaterAtItsOwnTime() {
        try (SmallRun run = open()) {
            run.decide(task("one"), "confirm", SmallRun.fields());
            run.sleep(Duration.ofHours(1));
            run.redo("one");
            run.awaitTask("one.human-step.2");
            run.sleep(Duration.ofHours(6));
            assertThat(hours(run, "one", RunEvent.Type.TASK_REMINDED)).containsExactly(2L);
            assertThat(hours(run, "one", RunEvent.Type.TASK_ESCALATED)).containsExactly(5L);
            assertThat(hours(run, "three", RunEvent.Type.TASK_REMINDED)).containsExactly(2L);
        }
    }

    @Test
    void expiresAnApprovalAtItsTimeThoughItWasRemindedAndEscalated() {
        try (SmallRun run = new SmallRun(SHORT, Three.class)) {
            run.awaitTask(SmallRun.APPROVAL);
            run.sleep(Duration.ofHours(8));
            assertThat(run.status()).isEqualTo(RunStatus.AWAITING_APPROVAL);
            run.sleep(Duration.ofHours(2));
            assertThat(run.ended().status()).isEqualTo(RunStatus.REJECTED);
            assertThat(hours(run, "approve-plan", RunEvent.Type.TASK_EXPIRED)).containsExactly(9L);
        }
    }

    @Test
    void aRunWhoseTasksAreAllAnsweredInTimeStartsAtMostTwoTimersAndCancelsNone() {
        try (SmallRun run = open()) {
            NAMES.forEach(name -> run.decide(task(name), "confirm", SmallRun.fields()));
            assertThat(run.ended().status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(run.events(RunEvent.Type.TASK_ANSWERED)).hasSize(4);
            assertThat(run.count(EventType.EVENT_TYPE_TIMER_STARTED)).isBetween(1L, 2L);
            assertThat(run.count(EventType.EVENT_TYPE_TIMER_CANCELED)).isZero();
        }
    }

    private static SmallRun open() {
        SmallRun run = new SmallRun(SHORT, Three.class).approved();
        NAMES.forEach(name -> run.awaitTask(task(name)));
        return run;
    }

    private static String task(String name) {
        return name + ".human-step.1";
    }

    /** How many hours after a step's last task was opened each such event came. */
    private static List<Long> hours(SmallRun run, String step, RunEvent.Type type) {
        List<RunEvent> opened = of(run, step, RunEvent.Type.TASK_OPENED);
        Instant last = opened.get(opened.size() - 1).at();
        return of(run, step, type).stream()
                .map(event -> Duration.between(last, event.at()).plusMinutes(5).toHours())
                .toList();
    }

    private static List<RunEvent> of(SmallRun run, String step, RunEvent.Type type) {
        return run.events(type).stream()
                .filter(event -> event.step().equals(Optional.of(step)))
                .toList();
    }
}
