package dev.crossrun.desk.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.WebPages;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.problem.ProblemDetails;
import dev.crossrun.api.request.Upload;
import dev.crossrun.api.resource.TaskResponse;
import dev.crossrun.api.run.AllowedAction;
import dev.crossrun.api.run.RunResponse;
import dev.crossrun.desk.form.SchemaForm;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.Times;
import dev.crossrun.desk.page.TypedText;
import dev.crossrun.desk.plan.PlanLines;
import dev.crossrun.desk.run.UndoGroups;
import dev.crossrun.desk.session.Session;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.run.task.TaskState;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A task of a run, and its answers. */
@Path("/runs/{run}/tasks/{task}")
public final class TaskController {
    /** What is said where it was typed: the task can be shown again. */
    private static final Set<ProblemCode> SHOWN_ON_THE_PAGE = Set.of(
            ProblemCode.INVALID_REQUEST,
            ProblemCode.MALFORMED_REQUEST,
            ProblemCode.ANSWER_REFUSED,
            ProblemCode.CONFLICT,
            ProblemCode.FORBIDDEN,
            ProblemCode.CONTENT_TOO_LARGE,
            ProblemCode.TOO_MANY_ANSWERS,
            ProblemCode.UNAVAILABLE);

    private static final String CORRECTION = "input";

    private final WebPages.Rest rest;
    private final Times times;

    public TaskController(WebPages.Rest rest, Times times) {
        this.rest = rest;
        this.times = times;
    }

    @GET
    public TaskPage get(@Auth Session session, @PathParam("run") String run, @PathParam("task") String task) {
        return page(session, run, task, Optional.empty(), Optional.empty());
    }

    @GET
    @Path("/state")
    public TaskStatePart state(@Auth Session session, @PathParam("run") String run, @PathParam("task") String task) {
        return new TaskStatePart(rest.tasks().get(session.caller(), run, task));
    }

    @POST
    public Response answer(
            @Auth Session session,
            @PathParam("run") String run,
            @PathParam("task") String task,
            @Context ContainerRequestContext request) {
        TypedText typed = TypedText.in(request);
        try {
            Task asked = rest.tasks().get(session.caller(), run, task).task();
            AnswerForm form = form(asked, typed);
            if (new SchemaForm(form.form()).edited(typed).isPresent()) {
                return Response.ok(page(session, run, task, Optional.of(typed), Optional.empty()))
                        .build();
            }
            byte[] answer = json(session, run, form, typed).toString().getBytes(StandardCharsets.UTF_8);
            rest.tasks()
                    .answer(
                            session.caller(),
                            run,
                            task,
                            typed.value("key"),
                            answer,
                            typed.file("file").map(Upload::of));
            return Response.seeOther(URI.create("/desk/runs/" + run + "/tasks/" + task))
                    .build();
        } catch (ApiException refused) {
            if (!SHOWN_ON_THE_PAGE.contains(refused.code())) {
                throw refused;
            }
            return Response.status(refused.code().status())
                    .entity(page(session, run, task, Optional.of(typed), Optional.of(refused)))
                    .build();
        }
    }

    private static AnswerForm form(Task task, TypedText typed) {
        String action = typed.value("action").orElse("");
        return task.answers().stream()
                .filter(form -> form.action().equals(action))
                .findFirst()
                .orElseThrow(() -> ApiException.conflict("The task does not take the answer \"" + action + "\" now"));
    }

    /** The JSON that a client of REST would send. A correction that corrects nothing is none. */
    private ObjectNode json(Session session, String run, AnswerForm form, TypedText typed) {
        ObjectNode answer = new SchemaForm(form.form()).read(typed);
        if (answer.has(CORRECTION)) {
            JsonNode before = prefilled(form, rest.runs().get(session.caller(), run));
            if (answer.path(CORRECTION).isEmpty() || answer.path(CORRECTION).equals(before.path(CORRECTION))) {
                answer.remove(CORRECTION);
            }
        }
        answer.put("action", form.action());
        typed.value("comment").ifPresent(comment -> answer.put("comment", comment));
        return answer;
    }

    private TaskPage page(
            Session session, String run, String id, Optional<TypedText> typed, Optional<ApiException> refused) {
        TaskResponse response = rest.tasks().get(session.caller(), run, id);
        RunResponse view = rest.runs().get(session.caller(), run);
        Task task = response.task();
        Optional<Plan> plan = ofPlan(task) ? Optional.of(rest.runs().plan(session.caller(), run)) : Optional.empty();
        Optional<UndoGroups> undo = task.kind() == TaskKind.UNDO
                ? Optional.of(
                        UndoGroups.of(rest.undo().items(session.caller(), run).items()))
                : Optional.empty();
        List<RunEvent> stuck = task.kind() == TaskKind.DECISION
                ? rest.runs().events(session.caller(), run, null, null).items().stream()
                        .filter(event -> event.type() == RunEvent.Type.STEP_STUCK)
                        .filter(event -> event.step().equals(Optional.of(task.step())))
                        .toList()
                : List.of();
        return new TaskPage(
                Frame.of(title(task, view), Frame.Area.INBOX, session),
                response,
                view,
                plan.map(each -> PlanLines.of(each, view.run().steps())),
                undo,
                stuck,
                task.answers().stream()
                        .map(form -> way(form, task, response, view, plan, typed, refused))
                        .toList(),
                refused.map(why -> new TaskPage.Problem(
                        typed.flatMap(text -> text.value("action")).orElse(""), why.detail(), why.errors())),
                times.inWords(task.title()),
                times.relative(task.openedAt()),
                due(task).map(at -> Times.minutes(at) + " (" + times.relative(at) + ")"));
    }

    /** Whether it approves the run's plan, or its correction. Of a closed task the plan is not what was approved any more. */
    private static boolean ofPlan(Task task) {
        return task.state() != TaskState.CLOSED
                && task.answers().stream()
                        .anyMatch(form -> form.form().path("properties").has("planHash"));
    }

    private static String title(Task task, RunResponse run) {
        return task.title() + " · " + run.run().name();
    }

    private static Optional<Instant> due(Task task) {
        boolean waits = task.state() != TaskState.CLOSED && task.kind() != TaskKind.OFFER;
        return waits ? task.dueAt() : Optional.empty();
    }

    private static TaskPage.Way way(
            AnswerForm form,
            Task task,
            TaskResponse response,
            RunResponse run,
            Optional<Plan> plan,
            Optional<TypedText> typed,
            Optional<ApiException> refused) {
        Optional<AllowedAction> action = response.actions().stream()
                .filter(each -> each.name().equals(form.action()))
                .findFirst();
        Optional<TypedText> mine = typed.filter(text -> text.value("action").equals(Optional.of(form.action())));
        SchemaForm schema = new SchemaForm(shown(form, plan));
        JsonNode document = mine.<JsonNode>map(text -> schema.edited(text).orElseGet(() -> schema.read(text)))
                .orElseGet(() -> prefilled(form, run));
        Map<String, String> faults = mine.isPresent() ? faults(refused) : Map.of();
        return new TaskPage.Way(
                form.action(),
                form.title(),
                action.map(AllowedAction::allowed).orElse(task.takes(form.action())),
                action.flatMap(AllowedAction::reason),
                schema.fields(document, faults),
                form.file(),
                plan.isPresent() && form.form().path("properties").has("acknowledged"),
                mine.map(text -> text.values("/acknowledged")).orElse(List.of()),
                form.form().path("properties").has("planHash") ? plan.map(Plan::hash) : Optional.empty(),
                mine.flatMap(text -> text.value("comment")).orElse(""));
    }

    /** The plan and its warnings stand on the page by themselves. */
    private static JsonNode shown(AnswerForm form, Optional<Plan> plan) {
        if (plan.isEmpty()) {
            return form.form();
        }
        ObjectNode schema = form.form().deepCopy();
        if (schema.path("properties") instanceof ObjectNode properties) {
            properties.remove(List.of("planHash", "acknowledged"));
        }
        return schema;
    }

    /** A correction starts from the input of now: the value of the same name, wherever it stands. */
    private static JsonNode prefilled(AnswerForm form, RunResponse run) {
        JsonNode corrected = form.form().path("properties").path(CORRECTION).path("properties");
        if (corrected.isMissingNode() || run.run().input().isEmpty()) {
            return MissingNode.getInstance();
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode input = document.putObject(CORRECTION);
        corrected
                .fieldNames()
                .forEachRemaining(
                        name -> Optional.ofNullable(run.run().input().get().findValue(name))
                                .ifPresent(value -> input.set(name, value)));
        return document;
    }

    private static Map<String, String> faults(Optional<ApiException> refused) {
        Map<String, String> faults = new HashMap<>();
        refused.map(ApiException::errors)
                .orElse(List.of())
                .forEach((ProblemDetails.Item item) -> faults.putIfAbsent(item.pointer(), item.detail()));
        return faults;
    }
}
