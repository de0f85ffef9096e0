package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.metrics.RunMetrics;
import dev.crossrun.engine.task.AnswerCheck;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.run.task.Reason;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskHistory;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.Verdict;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** The tasks of a run: opens them, waits patiently, lets answers be checked one at a time. */
final class Tasks {
    private static final Logger LOG = Workflow.getLogger(Tasks.class);

    private final Map<String, TaskRecord> tasks = new LinkedHashMap<>();
    private final Journal journal;
    private final Runnable changed;
    private final Alarm alarm = new Alarm();
    private final Set<Actor> asking = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private Patience patience = Patience.standard();

    Tasks(Journal journal, Runnable changed) {
        this.journal = journal;
        this.changed = changed;
    }

    void patience(Patience next) {
        patience = next;
    }

    /** This actor asks for what the run does from now on, and so approves none of it. */
    void askedBy(Actor actor) {
        asking.add(actor);
    }

    /** Who asked first: the run's requester. */
    Actor requester() {
        return asking.iterator().next();
    }

    /** Of an actor only the name is known: the same person may come from another issuer. */
    void neverBy(String name) {
        names.add(name);
    }

    TaskRecord open(String step, TaskKind kind, TaskSpec spec, AnswerCheck<?> check) {
        String stem = step + "." + kind.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".";
        long earlier = tasks.keySet().stream().filter(id -> id.startsWith(stem)).count();
        List<Actor> notBy = kind.needsAnother()
                ? Stream.concat(asking.stream(), names.stream().map(Actor::ofAnyIssuer))
                        .toList()
                : List.of();
        TaskRecord task = new TaskRecord(stem + (earlier + 1), step, kind, notBy, spec, check, patience);
        tasks.put(task.id(), task);
        journal.task(RunEvent.Type.TASK_OPENED, task, Optional.empty(), spec.title(), Map.of());
        changed.run();
        return task;
    }

    /**
     * Waits until the task is answered, reminding and escalating meanwhile; withdraws it if the wait is cancelled.
     *
     * @return whether it was answered; it was not if it expired
     */
    boolean await(TaskRecord task) {
        try {
            while (!task.closed()) {
                Optional<Instant> deadline = task.nextDeadline();
                deadline.ifPresent(alarm::at);
                int before = alarm.rung();
                Workflow.await(() -> task.closed() || (deadline.isPresent() && alarm.rung() > before));
                if (!task.closed() && !remind(task)) {
                    return false;
                }
            }
            return true;
        } catch (CanceledFailure cancelled) {
            withdraw(task);
            throw cancelled;
        }
    }

    private boolean remind(TaskRecord task) {
        Instant now = Journal.now();
        if (task.expired(now)) {
            task.close();
            journal.task(
                    RunEvent.Type.TASK_EXPIRED, task, Optional.empty(), task.title() + ": nobody answered", Map.of());
            changed.run();
            return false;
        }
        if (task.reminderDue(now)) {
            task.reminded();
            journal.task(RunEvent.Type.TASK_REMINDED, task, Optional.empty(), task.title() + ": still open", Map.of());
        }
        if (task.escalationDue(now)) {
            task.escalated();
            journal.task(RunEvent.Type.TASK_ESCALATED, task, Optional.empty(), task.title() + ": overdue", Map.of());
        }
        changed.run();
        return true;
    }

    private void withdraw(TaskRecord task) {
        if (!task.closed()) {
            task.close();
            journal.task(RunEvent.Type.TASK_WITHDRAWN, task, Optional.empty(), task.title() + ": withdrawn", Map.of());
            changed.run();
        }
    }

    /**
     * Refuses an answer that cannot be taken, before anything of it enters history.
     *
     * @param tooLate why an answer to a closed task of a step can no longer be withdrawn, as sentences
     */
    void require(Answer answer, UnaryOperator<String> tooLate) {
        TaskRecord task = Optional.ofNullable(tasks.get(answer.task()))
                .orElseThrow(() -> Refusal.NO_SUCH_TASK.because("This run has no task " + answer.task()));
        task.requireBy(answer.by());
        task.require(answer, () -> tooLate.apply(task.step()));
        task.refused().requirePause(Journal.now());
    }

    /**
     * Withdraws the answer of a task whose evidence is being looked for: it is open again.
     *
     * @param use what uses the claim already, as a sentence; empty if nothing does
     * @param tooLate why the answer can no longer be withdrawn if its task is closed, as sentences
     * @return refused if the evidence was found in the meantime, or the claim is used
     */
    AnswerResult withdraw(Answer answer, Optional<String> use, String tooLate) {
        TaskRecord task = Optional.ofNullable(tasks.get(answer.task())).orElseThrow();
        Optional<String> refusal = task.claimed()
                ? use
                : Optional.of(task.closed() ? tooLate : "The answer was withdrawn already: " + task.id() + " is open");
        Verdict verdict = new Verdict(
                refusal.isEmpty(),
                answer.action(),
                answer.by().actor(),
                Journal.now(),
                refusal.stream()
                        .map(why -> new Reason("", "NOT_WITHDRAWN", why))
                        .toList(),
                Map.of());
        task.given(answer, verdict);
        RunMetrics.ofRun().answered(task.kind(), verdict);
        journal.task(RunEvent.Type.TASK_ANSWERED, task, Optional.of(verdict.by()), sentence(verdict), Map.of());
        if (verdict.accepted()) {
            task.withdraw();
            journal.task(RunEvent.Type.TASK_OPENED, task, Optional.empty(), task.title(), Map.of());
        }
        changed.run();
        return new AnswerResult(verdict, answer.bodyHash());
    }

    /** Judges an answer that {@link #require} took: its rules may change, but not what became of answers in a history. */
    AnswerResult answer(Answer answer) {
        TaskRecord task = Optional.ofNullable(tasks.get(answer.task())).orElseThrow();
        task.checking();
        changed.run();
        Checked<?> checked = check(task, answer);
        if (task.closed()) {
            checked = Checked.refused(new Reason("", "WITHDRAWN", "The run continued without this task"));
        }
        Verdict verdict = new Verdict(
                checked.value().isPresent(),
                answer.action(),
                answer.by().actor(),
                Journal.now(),
                checked.reasons(),
                checked.facts());
        task.given(answer, verdict);
        RunMetrics.ofRun().answered(task.kind(), verdict);
        task.settle(verdict, checked);
        journal.task(RunEvent.Type.TASK_ANSWERED, task, Optional.of(verdict.by()), sentence(verdict), verdict.facts());
        changed.run();
        return new AnswerResult(verdict, answer.bodyHash());
    }

    private static Checked<?> check(TaskRecord task, Answer answer) {
        try {
            return task.check(answer);
        } catch (ActivityFailure | ApplicationFailure failure) {
            String remedy = FailureType.error(failure)
                    .remedy()
                    .map(sentence -> ". What would fix it: " + sentence)
                    .orElse("");
            return uncheckable(FailureType.message(failure) + remedy);
        } catch (CanceledFailure cancelled) {
            throw cancelled;
        } catch (RuntimeException defect) {
            // One answer that nobody foresaw must not stop the whole run.
            LOG.error("{}: the check of {} has a defect", task.id(), answer.action(), defect);
            return uncheckable(
                    "the check has a defect: " + defect.getClass().getSimpleName() + ". See the worker's log.");
        }
    }

    private static Checked<?> uncheckable(String why) {
        return Checked.refused(new Reason("", "CHECK_FAILED", "The answer could not be checked: " + why));
    }

    private static String sentence(Verdict verdict) {
        String head = verdict.by().name() + ": " + verdict.action();
        return verdict.accepted()
                ? head
                : head + ", refused: "
                        + String.join(
                                "; ",
                                verdict.reasons().stream().map(Reason::detail).toList());
    }

    /** The step of a task that exists. */
    String step(String id) {
        return Optional.ofNullable(tasks.get(id)).orElseThrow().step();
    }

    List<TaskRecord> open() {
        return tasks.values().stream().filter(TaskRecord::waits).toList();
    }

    /** Every task, in the order in which they were opened. */
    List<TaskHistory> history() {
        return tasks.values().stream().map(TaskRecord::history).toList();
    }

    Optional<Task> find(String id) {
        return Optional.ofNullable(tasks.get(id)).map(TaskRecord::view);
    }
}
