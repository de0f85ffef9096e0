package dev.crossrun.api.resource;

import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.request.AnswerReader;
import dev.crossrun.api.request.IdempotencyKey;
import dev.crossrun.api.request.Upload;
import dev.crossrun.api.run.Execution;
import dev.crossrun.api.run.Runs;
import dev.crossrun.api.run.Updates;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.Reason;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskState;
import dev.crossrun.saml.SamlDocuments;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;
import org.jspecify.annotations.Nullable;

/** A task of a run, and its answers. */
@Path("/v1/runs/{run}/tasks/{task}")
@Produces(MediaType.APPLICATION_JSON)
public final class TasksResource {
    private final Runs runs;
    private final Updates updates;
    private final AnswerReader answers;
    private final SamlDocuments documents;

    public TasksResource(Runs runs, Updates updates, AnswerReader answers, SamlDocuments documents) {
        this.runs = runs;
        this.updates = updates;
        this.answers = answers;
        this.documents = documents;
    }

    @Operation(id = "getTask", summary = "Shows a task with its instructions and the forms of its answers")
    @GET
    public TaskResponse get(@Auth Principal caller, @PathParam("run") String run, @PathParam("task") String task) {
        Execution found = runs.require(run, caller);
        return TaskResponse.of(task(found, task), found, caller);
    }

    @Operation(
            id = "answerTask",
            summary = "Answers a task",
            refusals = {
                ProblemCode.FORBIDDEN,
                ProblemCode.CONFLICT,
                ProblemCode.ANSWER_REFUSED,
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                ProblemCode.TOO_MANY_ANSWERS
            })
    @POST
    @Path("/answer")
    @Consumes(MediaType.APPLICATION_JSON)
    public TaskResponse answer(
            @Auth Principal caller,
            @PathParam("run") String run,
            @PathParam("task") String task,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            byte[] body) {
        Execution found = runs.require(run, caller);
        Task asked = task(found, task);
        return send(
                found, asked, key, answers.read(found.runId(), asked, caller.caller(found.summary()), body), caller);
    }

    @Operation(
            id = "answerTask",
            summary = "Answers a task",
            refusals = {
                ProblemCode.FORBIDDEN,
                ProblemCode.CONFLICT,
                ProblemCode.ANSWER_REFUSED,
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                ProblemCode.TOO_MANY_ANSWERS
            })
    @POST
    @Path("/answer")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public TaskResponse answerWithFile(
            @Auth Principal caller,
            @PathParam("run") String run,
            @PathParam("task") String task,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            FormDataMultiPart body) {
        Execution found = runs.require(run, caller);
        Task asked = task(found, task);
        return send(
                found,
                asked,
                key,
                answers.multipart(found.runId(), asked, caller.caller(found.summary()), body),
                caller);
    }

    /** As the two above, for a caller in this process. */
    public TaskResponse answer(
            Principal caller, String run, String task, Optional<String> key, byte[] body, Optional<Upload> upload) {
        Execution found = runs.require(run, caller);
        Task asked = task(found, task);
        return send(
                found,
                asked,
                key.orElse(null),
                answers.read(found.runId(), asked, caller.caller(found.summary()), body, upload),
                caller);
    }

    private TaskResponse send(Execution run, Task task, @Nullable String key, Answer answer, Principal caller) {
        Optional<String> update = IdempotencyKey.of(key);
        check(run, task, answer);
        updates.send(run, update, answer);
        return TaskResponse.of(task(run, task.id()), run, caller);
    }

    /**
     * Refuses a wrong document before the run receives it: nothing of it enters history, and the same is refused again. What
     * the run refuses anyway, or has answered before, is the run's to say.
     */
    private void check(Execution run, Task task, Answer answer) {
        if (task.state() == TaskState.CLOSED || task.refusal(answer.by()).isPresent()) {
            return;
        }
        List<Reason> reasons = task.answers().stream()
                .filter(form -> form.action().equals(answer.action()))
                .flatMap(form -> form.file().flatMap(FileRule::check).stream())
                .flatMap(check -> answer.file().stream().flatMap(file -> documents.reasons(file, check).stream()))
                .toList();
        if (!reasons.isEmpty()) {
            throw Updates.refused(run, answer, reasons);
        }
    }

    private Task task(Execution run, String id) {
        return runs.ask(run, asked -> asked.task(id))
                .orElseThrow(() -> ApiException.notFound("The run " + run.id() + " has no task " + id));
    }
}
