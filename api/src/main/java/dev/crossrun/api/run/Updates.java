package dev.crossrun.api.run;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.request.IdempotencyKey;
import dev.crossrun.run.Acknowledgement;
import dev.crossrun.run.Refusal;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.run.task.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends people's words to runs. A refusal leaves nothing in history, so it is logged here. */
public final class Updates {
    private static final Logger LOG = LoggerFactory.getLogger(Updates.class);

    /** How long to wait where a refusal for now does not say it. */
    private static final Duration A_WHILE = Duration.ofMinutes(1);

    private final RunClient client;
    private final Consumer<String> sent;

    /** {@code sent} gets the id of each run after something was sent to it. */
    public Updates(RunClient client, Consumer<String> sent) {
        this.client = client;
        this.sent = sent;
    }

    /** Sends an abort or a redo. */
    public void send(Execution run, String update, Object wish) {
        try {
            client.update(run.ref(), update, Optional.empty(), Acknowledgement.class, wish);
            sent.accept(run.id());
        } catch (WorkflowUpdateException refused) {
            throw refusal(run, refused);
        } catch (WorkflowNotFoundException ended) {
            throw ended(run);
        }
    }

    /**
     * Sends an answer; with a key that was sent before, the first answer's verdict counts.
     *
     * @throws ApiException 422 with the reasons if the run refused the answer in substance
     */
    public void send(Execution run, Optional<String> key, Answer answer) {
        AnswerResult result = first(run, key, answer);
        sent.accept(run.id());
        if (!result.bodyHash().equals(answer.bodyHash())) {
            throw new ApiException(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "This " + IdempotencyKey.HEADER + " was used for another answer");
        }
        if (!result.verdict().accepted()) {
            throw refused(run, answer, result.verdict().reasons());
        }
    }

    /** A refusal of what was answered. Of a refused document nothing enters history, so it is logged here. */
    public static ApiException refused(Execution run, Answer answer, List<Reason> reasons) {
        LOG.info(
                "{}: {} of {} refused: {}",
                run.id(),
                answer.action(),
                answer.by().actor().name(),
                reasons.stream().map(Reason::code).toList());
        return ApiException.refused("The answer was refused; the task is still open", reasons);
    }

    private AnswerResult first(Execution run, Optional<String> key, Answer answer) {
        try {
            return client.update(run.ref(), "answer", key, AnswerResult.class, answer);
        } catch (WorkflowUpdateException refused) {
            throw refusal(run, refused);
        } catch (WorkflowNotFoundException ended) {
            return key.flatMap(id -> earlier(run, id)).orElseThrow(() -> ended(run));
        }
    }

    /** What an update of a run that has ended gave. */
    private Optional<AnswerResult> earlier(Execution run, String updateId) {
        try {
            return Optional.of(client.result(run.ref(), updateId, AnswerResult.class));
        } catch (WorkflowNotFoundException none) {
            return Optional.empty();
        } catch (StatusRuntimeException none) {
            if (none.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw none;
        }
    }

    private static ApiException ended(Execution run) {
        return ApiException.conflict("The run has ended: " + run.status());
    }

    private static ApiException refusal(Execution run, WorkflowUpdateException refused) {
        Refusal.Told told = Refusal.in(refused).orElseThrow(() -> refused);
        LOG.info("{}: {}", run.id(), told.refusal());
        String message = told.message();
        return switch (told.refusal()) {
            case NO_SUCH_TASK -> ApiException.notFound(message);
            case NOT_ALLOWED -> ApiException.forbidden(message);
            case BAD_ANSWER -> ApiException.invalid("", message);
            case NO_SUCH_STEP -> ApiException.invalid("/from", message);
            case NOT_STARTED -> ApiException.unavailable(message);
            case TOO_MANY_ANSWERS ->
                ApiException.tooMany(message, told.retryAfter().orElse(A_WHILE));
            case OTHER_RUN,
                    TASK_CLOSED,
                    TASK_BEING_CHECKED,
                    CLAIM_IN_USE,
                    NOT_REDOABLE,
                    RUN_CLOSED,
                    BEING_UNDONE,
                    NOT_LEFT,
                    HISTORY_FULL -> ApiException.conflict(message);
        };
    }
}
