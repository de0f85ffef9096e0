package dev.crossrun.api;

import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.run.task.Task;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;
import org.jspecify.annotations.Nullable;

/** A task of a run, and its answers. */
@Path("/v1/runs/{run}/tasks/{task}")
@Produces(MediaType.APPLICATION_JSON)
public final class TasksResource {
    private final Runs runs;
    private final Updates updates;
    private final RunClient client;
    private final AnswerReader answers;

    TasksResource(Runs runs, Updates updates, RunClient client, AnswerReader answers) {
        this.runs = runs;
        this.updates = updates;
        this.client = client;
        this.answers = answers;
    }

    @GET
    public TaskResponse get(@Auth Principal caller, @PathParam("run") String run, @PathParam("task") String task) {
        Execution found = runs.require(run);
        return TaskResponse.of(task(found, task), found, caller);
    }

    @POST
    @Path("/answer")
    @Consumes(MediaType.APPLICATION_JSON)
    public TaskResponse answer(
            @Auth Principal caller,
            @PathParam("run") String run,
            @PathParam("task") String task,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            byte[] body) {
        Execution found = runs.require(run);
        return send(found, key, answers.json(task(found, task), caller, body), caller);
    }

    @POST
    @Path("/answer")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public TaskResponse answerWithFile(
            @Auth Principal caller,
            @PathParam("run") String run,
            @PathParam("task") String task,
            @HeaderParam(IdempotencyKey.HEADER) @Nullable String key,
            FormDataMultiPart body) {
        Execution found = runs.require(run);
        return send(found, key, answers.multipart(task(found, task), caller, body), caller);
    }

    private TaskResponse send(Execution run, @Nullable String key, Answer answer, Principal caller) {
        AnswerResult result = updates.send(run, IdempotencyKey.of(key), answer);
        if (!result.verdict().accepted()) {
            throw ApiException.unprocessable(
                    "The answer was refused; the task is still open",
                    result.verdict().reasons());
        }
        return TaskResponse.of(result.task(), run, caller);
    }

    private Task task(Execution run, String id) {
        return client.ask(run.ref(), asked -> asked.task(id))
                .orElseThrow(() -> ApiException.notFound("The run " + run.id() + " has no task " + id));
    }
}
