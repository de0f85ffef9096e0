package dev.crossrun.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.engine.task.AnswerCheck;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Patience;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.Comment;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.GivenAnswer;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskHistory;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.TaskState;
import dev.crossrun.run.task.TaskSummary;
import dev.crossrun.run.task.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One task of a run, open or closed. */
final class TaskRecord {
    private static final int MOST_ANSWERS = 50;
    private static final String SEALED = "(sealed)";

    private final String id;
    private final String step;
    private final TaskKind kind;
    private final List<Actor> notBy;
    private TaskSpec spec;
    private AnswerCheck<?> check;
    private final Instant openedAt;
    private Instant remindAt;
    private final Instant escalateAt;
    private final Optional<Instant> expiresAt;
    private final List<GivenAnswer> answers = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private final RefusedAnswers refused = new RefusedAnswers();
    private TaskState state = TaskState.OPEN;
    private Optional<Instant> closedAt = Optional.empty();
    private Optional<Verdict> verdict = Optional.empty();
    private Optional<Object> accepted = Optional.empty();

    /** Stops the look for evidence of what the accepted answer claims, while there is one. */
    private Optional<Runnable> look = Optional.empty();

    private boolean reminded;
    private boolean escalated;

    TaskRecord(
            String id,
            String step,
            TaskKind kind,
            List<Actor> notBy,
            TaskSpec spec,
            AnswerCheck<?> check,
            Patience patience) {
        this.id = id;
        this.step = step;
        this.kind = kind;
        this.notBy = notBy;
        this.spec = spec;
        this.check = check;
        this.openedAt = Journal.now();
        this.remindAt = openedAt.plus(patience.reminding());
        this.escalateAt = openedAt.plus(patience.escalating());
        this.expiresAt = kind == TaskKind.APPROVAL ? Optional.of(openedAt.plus(patience.expiring())) : Optional.empty();
    }

    String id() {
        return id;
    }

    String step() {
        return step;
    }

    TaskKind kind() {
        return kind;
    }

    String title() {
        return spec.title();
    }

    boolean closed() {
        return state == TaskState.CLOSED;
    }

    /** Whether somebody has to answer it. */
    boolean waits() {
        return !closed() && !claimed();
    }

    /** Whether evidence is being looked for of what its accepted answer claims. */
    boolean claimed() {
        return look.isPresent();
    }

    /** Evidence is looked for from now on; the answer can be withdrawn meanwhile, and {@code stop} ends the look then. */
    void lookedFor(Runnable stop) {
        look = Optional.of(stop);
        state = TaskState.CHECKING;
    }

    /** The look has ended by itself. */
    void looked() {
        if (claimed()) {
            look = Optional.empty();
            state = TaskState.CLOSED;
        }
    }

    /** The answer does not count any more: the task is open again. */
    void withdraw() {
        Runnable stop = look.orElseThrow();
        look = Optional.empty();
        accepted = Optional.empty();
        verdict = Optional.empty();
        closedAt = Optional.empty();
        state = TaskState.OPEN;
        stop.run();
    }

    /** It is asked again, in other words perhaps. */
    void again(TaskSpec nextSpec, AnswerCheck<?> nextCheck) {
        spec = nextSpec;
        check = nextCheck;
    }

    /** What an accepted answer means; empty if the task was closed without one. */
    Optional<Object> accepted() {
        return accepted;
    }

    boolean reminderDue(Instant now) {
        return !reminded && !now.isBefore(remindAt);
    }

    boolean escalationDue(Instant now) {
        return !escalated && !now.isBefore(escalateAt);
    }

    boolean expired(Instant now) {
        return expiresAt.map(at -> !now.isBefore(at)).orElse(false);
    }

    /** When something is next to be done about it if nobody answers. */
    Optional<Instant> nextDeadline() {
        Optional<Instant> next = expiresAt;
        if (!escalated) {
            next = earlier(next, escalateAt);
        }
        if (!reminded) {
            next = earlier(next, remindAt);
        }
        return next;
    }

    void remindAt(Instant other) {
        remindAt = other;
    }

    void reminded() {
        reminded = true;
    }

    void escalated() {
        escalated = true;
    }

    /** Refuses an answer of somebody who may not give it. */
    void requireBy(Caller caller) {
        kind.refusal(caller, notBy).ifPresent(why -> {
            throw Refusal.NOT_ALLOWED.because(why);
        });
    }

    /** Refuses an answer that this task does not take now. {@code tooLate}: why nothing can be withdrawn once it is closed. */
    void require(Answer answer, Supplier<String> tooLate) {
        if (claimed() && answer.action().equals(Task.WITHDRAW)) {
            requireFile(answer, Task.WITHDRAWAL);
            return;
        }
        switch (state) {
            case OPEN -> {}
            case CHECKING ->
                throw Refusal.TASK_BEING_CHECKED.because(
                        claimed()
                                ? answered() + ". Evidence is being looked for: withdraw that answer to give another"
                                : "An answer to " + id + " is being checked");
            case CLOSED ->
                throw Refusal.TASK_CLOSED.because(
                        kind == TaskKind.HUMAN_STEP && answer.action().equals(Task.WITHDRAW)
                                ? answered() + ". " + tooLate.get()
                                : answered());
        }
        AnswerForm form = spec.answers().stream()
                .filter(candidate -> candidate.action().equals(answer.action()))
                .findFirst()
                .orElseThrow(() -> Refusal.BAD_ANSWER.because(
                        "This task is not answered by \"" + answer.action() + "\": it takes " + actions()));
        requireFile(answer, form);
    }

    private String answered() {
        return verdict.filter(Verdict::accepted)
                .map(last -> id + " was answered by " + last.by().name() + " at " + last.at())
                .orElse(id + " is no longer open: the run continued without it");
    }

    /** The API has checked the form. A file is what could do harm here, by its size. */
    private static void requireFile(Answer answer, AnswerForm form) {
        Optional<FileRule> rule = form.file();
        if (answer.file().isPresent() && rule.isEmpty()) {
            throw Refusal.BAD_ANSWER.because("/file: this answer takes no file");
        }
        if (rule.isPresent() && rule.get().required() && answer.file().isEmpty()) {
            throw Refusal.BAD_ANSWER.because("/file is missing: this answer takes a file");
        }
        answer.file().ifPresent(file -> {
            int most = rule.orElseThrow().maxBytes();
            if (file.bytes() > most || file.content().length() > Document.MAX_ENCODED) {
                throw Refusal.BAD_ANSWER.because("/file is too large. Allowed: " + most + " bytes.");
            }
        });
    }

    Checked<?> check(Answer answer) {
        return check.check(answer);
    }

    void checking() {
        state = TaskState.CHECKING;
    }

    void settle(Verdict next, Checked<?> checked) {
        verdict = Optional.of(next);
        if (next.accepted()) {
            accepted = checked.value().map(Object.class::cast);
            close();
        } else if (!closed()) {
            refused.count(next.at());
            state = TaskState.OPEN;
        }
    }

    RefusedAnswers refused() {
        return refused;
    }

    /** Keeps an answer and its comment. */
    void given(Answer answer, Verdict next) {
        answer.comment().ifPresent(text -> comments.add(new Comment(next.by(), next.at(), text)));
        if (next.accepted() || answers.size() < MOST_ANSWERS) {
            answers.add(GivenAnswer.of(answer, withoutSecrets(answer), step, next));
        }
    }

    private JsonNode withoutSecrets(Answer answer) {
        if (!(answer.fields().deepCopy() instanceof ObjectNode fields)) {
            return answer.fields();
        }
        spec.answers().stream()
                .filter(form -> form.action().equals(answer.action()))
                .flatMap(form -> form.form().path("properties").properties().stream())
                .filter(field -> field.getValue().path("writeOnly").asBoolean() && fields.has(field.getKey()))
                .forEach(field -> fields.put(field.getKey(), SEALED));
        return fields;
    }

    TaskHistory history() {
        return new TaskHistory(id, kind, step, spec.title(), openedAt, closedAt, escalated, answers);
    }

    void close() {
        state = TaskState.CLOSED;
        closedAt = Optional.of(Journal.now());
    }

    Task view() {
        return new Task(
                id,
                kind,
                notBy,
                step,
                spec.title(),
                spec.instructions(),
                spec.values(),
                spec.artifacts(),
                spec.links(),
                claimed()
                        ? Stream.concat(spec.answers().stream(), Stream.of(Task.WITHDRAWAL))
                                .toList()
                        : spec.answers(),
                state,
                openedAt,
                closedAt,
                Optional.of(remindAt),
                Optional.of(escalateAt),
                expiresAt,
                escalated,
                comments,
                verdict);
    }

    /** For a listing. Only the task itself shows that an answer is being checked, which takes some seconds. */
    TaskSummary listed() {
        return new TaskSummary(
                id,
                kind,
                notBy,
                step,
                spec.title(),
                TaskState.OPEN,
                openedAt,
                Optional.of(escalateAt),
                expiresAt,
                escalated);
    }

    private String actions() {
        return String.join(", ", spec.answers().stream().map(AnswerForm::action).toList());
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Instant other) {
        return one.filter(at -> at.isBefore(other)).or(() -> Optional.of(other));
    }
}
