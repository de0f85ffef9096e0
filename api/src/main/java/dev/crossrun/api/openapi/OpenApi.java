package dev.crossrun.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.problem.ProblemCode;
import dev.crossrun.api.problem.ProblemDetails;
import dev.crossrun.api.request.InputSchema;
import dev.crossrun.api.run.OfferedRunbook;
import dev.crossrun.api.run.OfferedRunbooks;
import dev.crossrun.api.run.RunResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the OpenAPI 3.1 document of resources: their JAX-RS annotations, {@link Operation}, and the records' JSON Schemas. */
public final class OpenApi {
    private static final String PROBLEM = "#/components/responses/";

    private final ObjectMapper mapper;
    private final OfferedRunbooks offered;
    private final ResponseSchemas schemas = new ResponseSchemas();
    private final Map<String, ObjectNode> paths = new TreeMap<>();
    private final Map<String, ObjectNode> problems = new TreeMap<>();

    private OpenApi(ObjectMapper mapper, OfferedRunbooks offered) {
        this.mapper = mapper;
        this.offered = offered;
    }

    /** The document of these resources, with a path for the start of each runbook that is offered. */
    public static ObjectNode document(ObjectMapper mapper, OfferedRunbooks offered, List<Class<?>> resources) {
        OpenApi api = new OpenApi(mapper, offered);
        resources.forEach(api::read);
        return api.document();
    }

    private ObjectNode document() {
        // Completes the references to schemas everywhere.
        ObjectNode definitions = schemas.definitions();
        ObjectNode document = mapper.createObjectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Crossrun")
                .put("version", "1")
                .put("description", "Starts runbooks, answers their tasks, and shows what happened.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("identifier", "Apache-2.0");
        document.putArray("security").addObject().putArray("bearer");
        document.set("paths", mapper.valueToTree(paths));
        ObjectNode components = document.putObject("components");
        components.set("responses", mapper.valueToTree(problems));
        components.set("schemas", definitions);
        components
                .putObject("securitySchemes")
                .putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "The token of a principal of api.yml");
        return document;
    }

    private void read(Class<?> resource) {
        Stream.of(resource.getMethods())
                .filter(method -> method.isAnnotationPresent(Operation.class))
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> read(resource, method));
    }

    private void read(Class<?> resource, Method method) {
        String path = resource.getAnnotation(Path.class).value()
                + Optional.ofNullable(method.getAnnotation(Path.class))
                        .map(Path::value)
                        .orElse("");
        if (method.getAnnotation(Operation.class).id().equals("startRun")) {
            offered.all().forEach(offer -> start(path, resource, method, offer));
        } else {
            add(path, resource, method);
        }
    }

    /** Each runbook has an input of its own. */
    private void start(String path, Class<?> resource, Method method, OfferedRunbook offer) {
        String name = offer.runbook().name();
        ObjectNode operation = add(path.replace("{runbook}", name), resource, method);
        operation.put("operationId", "startRun-" + name).put("summary", "Starts a run of " + name);
        operation.set("parameters", without(operation.withArray("parameters"), "runbook"));
        ObjectNode schema = offer.schema().deepCopy();
        schema.remove("$schema");
        body(
                operation,
                MediaType.APPLICATION_JSON,
                schema,
                Examples.ALL.path("startRun").path(name));
    }

    private JsonNode without(JsonNode parameters, String name) {
        var left = mapper.createArrayNode();
        parameters.forEach(parameter -> {
            if (!parameter.path("name").asText().equals(name)) {
                left.add(parameter);
            }
        });
        return left;
    }

    private ObjectNode add(String path, Class<?> resource, Method method) {
        String verb = method.isAnnotationPresent(GET.class)
                ? "get"
                : method.isAnnotationPresent(DELETE.class) ? "delete" : "post";
        ObjectNode operation =
                paths.computeIfAbsent(path, each -> mapper.createObjectNode()).withObjectProperty(verb);
        Operation says = method.getAnnotation(Operation.class);
        operation.put("operationId", says.id()).put("summary", says.summary());
        parameters(operation, method);
        request(operation, method, says);
        success(operation, resource, method, says);
        boolean names =
                Arrays.stream(method.getParameters()).anyMatch(each -> each.isAnnotationPresent(PathParam.class));
        Refusals.of(says, method.isAnnotationPresent(POST.class), names).forEach((status, codes) -> {
            String problem = status + "-"
                    + String.join("-", codes.stream().map(Enum::name).toList());
            problems.computeIfAbsent(
                    problem, each -> Refusals.response(status, codes, schemas.of(ProblemDetails.class)));
            operation
                    .withObjectProperty("responses")
                    .putObject(String.valueOf(status))
                    .put("$ref", PROBLEM + problem);
        });
        return operation;
    }

    private void parameters(ObjectNode operation, Method method) {
        Arrays.stream(method.getParameters())
                .flatMap(parameter -> Parameters.of(parameter).stream())
                .forEach(parameter -> {
                    String name = parameter.path("name").asText();
                    if (parameter.path("required").asBoolean()) {
                        parameter.set("example", example(operation, name));
                    }
                    operation.set("parameters", without(operation.withArray("parameters"), name));
                    operation.withArray("parameters").add(parameter);
                });
    }

    private JsonNode example(ObjectNode operation, String parameter) {
        JsonNode own = Examples.ALL.path(operation.path("operationId").asText()).path("parameters");
        return own.has(parameter)
                ? own.path(parameter)
                : Examples.ALL.path("parameters").path(parameter);
    }

    private void request(ObjectNode operation, Method method, Operation says) {
        Consumes consumes = method.getAnnotation(Consumes.class);
        if (consumes == null || says.id().equals("startRun")) {
            return;
        }
        for (String media : consumes.value()) {
            boolean multipart = media.equals(MediaType.MULTIPART_FORM_DATA);
            ObjectNode schema = says.body() == Void.class ? answer() : InputSchema.of(says.body());
            schema.remove("$schema");
            body(
                    operation,
                    media,
                    multipart ? multipart(schema) : schema,
                    Examples.ALL.path(says.id()).path(media));
            if (multipart) {
                ((ObjectNode) operation.at("/requestBody/content/multipart~1form-data"))
                        .putObject("encoding")
                        .putObject("answer")
                        .put("contentType", MediaType.APPLICATION_JSON);
            }
        }
    }

    /** The task says which fields each of its answers has. */
    private ObjectNode answer() {
        ObjectNode schema = mapper.createObjectNode().put("type", "object");
        schema.put("description", "An action of the task, with the fields of that action's form");
        schema.putArray("required").add("action");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("action").put("type", "string").put("description", "one of the task's answers");
        properties.putObject("comment").putArray("type").add("string").add("null");
        ((ObjectNode) properties.path("comment")).put("maxLength", 4_000);
        return schema;
    }

    private ObjectNode multipart(ObjectNode answer) {
        ObjectNode schema = mapper.createObjectNode().put("type", "object");
        schema.putArray("required").add("answer");
        ObjectNode properties = schema.putObject("properties");
        properties.set("answer", answer);
        properties.putObject("file").put("type", "string").put("contentMediaType", "application/octet-stream");
        return schema.put("additionalProperties", false);
    }

    private void body(ObjectNode operation, String media, ObjectNode schema, JsonNode example) {
        ObjectNode content = operation
                .withObjectProperty("requestBody")
                .put("required", true)
                .withObjectProperty("content")
                .putObject(media);
        content.set("schema", schema);
        if (!example.isMissingNode()) {
            content.set("example", example);
        }
    }

    private void success(ObjectNode operation, Class<?> resource, Method method, Operation says) {
        ObjectNode response = operation
                .withObjectProperty("responses")
                .withObjectProperty(String.valueOf(says.status()))
                .put("description", says.summary());
        if (says.status() == 201) {
            ObjectNode location =
                    response.withObjectProperty("headers").putObject("Location").put("required", true);
            location.putObject("schema").put("type", "string");
        }
        Produces produces = Optional.ofNullable(method.getAnnotation(Produces.class))
                .orElseGet(() -> resource.getAnnotation(Produces.class));
        for (String media : produces.value()) {
            String plain = media.replaceFirst(";.*", "");
            response.withObjectProperty("content").putObject(plain).set("schema", schema(plain, method, says));
        }
        if (says.returns() == RunResponse.class) {
            links(response);
        }
        if (says.refusals().length == 1 && says.refusals()[0] == ProblemCode.PRECONDITION_FAILED) {
            response.withObjectProperty("headers")
                    .putObject("ETag")
                    .putObject("schema")
                    .put("type", "string");
            operation
                    .withObjectProperty("responses")
                    .putObject("304")
                    .put("description", "Not modified: If-None-Match names this document");
        }
        if (says.id().equals("startRun")) {
            operation
                    .withObjectProperty("responses")
                    .set("200", response.deepCopy().put("description", "The run that the same key has started before"));
        }
    }

    private ObjectNode schema(String media, Method method, Operation says) {
        if (media.startsWith("text/")) {
            return mapper.createObjectNode().put("type", "string").put("description", "See the summary");
        }
        if (media.equals(MediaType.WILDCARD)) {
            return mapper.createObjectNode();
        }
        Type type = says.returns() == Void.class ? method.getGenericReturnType() : says.returns();
        return type == ObjectNode.class ? mapper.createObjectNode().put("type", "object") : schemas.of(type);
    }

    /** What can be asked of a run. */
    private static void links(ObjectNode response) {
        for (String id :
                List.of("getRun", "getPlan", "getEvents", "listArtifacts", "getUndo", "getRecord", "abortRun")) {
            response.withObjectProperty("links")
                    .putObject(id)
                    .put("operationId", id)
                    .putObject("parameters")
                    .put("run", "$response.body#/id");
        }
    }
}
