package dev.crossrun.desk.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.domain.AccountId;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.step.Reversibility;
import dev.crossrun.run.step.StepKind;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-11-29T10:00:00Z");

    private static Instant at(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    private static StepView step(String id, int from, Optional<Integer> to) {
        return new StepView(
                id,
                id,
                "ALL",
                StepKind.HUMAN,
                Reversibility.READ_ONLY,
                List.of(),
                to.isPresent() ? StepStatus.DONE : StepStatus.WAITING,
                Optional.of(at(from)),
                to.map(TimelineTest::at),
                1,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    private static RunEvent event(int minutes, RunEvent.Type type, String step, String task) {
        return new RunEvent(
                1, at(minutes), type, Optional.of(step), Optional.of(task), Optional.empty(), "text", Map.of());
    }

    private static RunView run(List<StepView> steps, List<WaitingFor> waiting) {
        return new RunView(
                "runbook",
                "name",
                RunStatus.RUNNING,
                Actor.ENGINE,
                START,
                Optional.empty(),
                "summary",
                List.of(new AccountId("111111111111")),
                Optional.empty(),
                Optional.empty(),
                steps,
                waiting,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    @Test
    void waitingForPeopleIsApartFromWork() {
        Timeline timeline = Timeline.of(
                run(List.of(step("approve", 0, Optional.of(8))), List.of()),
                List.of(
                        event(2, RunEvent.Type.TASK_OPENED, "approve", "approve.approval.1"),
                        event(6, RunEvent.Type.TASK_ANSWERED, "approve", "approve.approval.1")),
                at(10));
        assertThat(timeline.waited()).isEqualTo(Duration.ofMinutes(4));
        assertThat(timeline.rows().get(0).bars())
                .containsExactly(
                        new Timeline.Bar("work", 0, 200),
                        new Timeline.Bar("wait", 200, 400),
                        new Timeline.Bar("work", 600, 200));
    }

    @Test
    void twoPeopleWhoAreWaitedForAtOnceCountOnceAndARefusedAnswerEndsNothing() {
        Timeline timeline = Timeline.of(
                run(
                        List.of(step("one", 0, Optional.empty()), step("two", 0, Optional.empty())),
                        List.of(
                                new WaitingFor("one.human-step.1", TaskKind.HUMAN_STEP, "one", at(0)),
                                new WaitingFor("two.human-step.1", TaskKind.HUMAN_STEP, "two", at(0)))),
                List.of(
                        event(0, RunEvent.Type.TASK_OPENED, "one", "one.human-step.1"),
                        event(0, RunEvent.Type.TASK_OPENED, "two", "two.human-step.1"),
                        event(3, RunEvent.Type.TASK_ANSWERED, "one", "one.human-step.1")),
                at(10));
        assertThat(timeline.waited()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void nobodyWaitsForAnOffer() {
        Timeline timeline = Timeline.of(
                run(List.of(step("window", 0, Optional.empty())), List.of()),
                List.of(event(0, RunEvent.Type.TASK_OPENED, "window", "window.offer.1")),
                at(10));
        assertThat(timeline.waited()).isZero();
    }
}
