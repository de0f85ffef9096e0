package dev.crossrun.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.util.Durations;
import dev.crossrun.activity.NotificationActivities;
import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.call.StepCalls;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.run.actor.Role;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import dev.crossrun.temporal.TemporalConnection;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.ReflectableMarshaller;
import io.grpc.Status;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** An API with the runbook {@link Errand} on an in-memory Temporal service, and callers of it. */
final class ApiFixture implements AutoCloseable {
    /** One pair for all: it takes longer to make than the rest of a fixture. */
    private static final SealingKeys KEYS = SealingKeys.generate();

    static final ObjectMapper JSON = JsonMapper.builder().build();

    final TestWorkflowEnvironment temporal;
    final RefusedCalls lists = new RefusedCalls("List");
    final RefusedCalls descriptions = new RefusedCalls("DescribeWorkflowExecution");
    final RefusedCalls queries = new RefusedCalls("QueryWorkflow");
    final Retention retention = new Retention();
    final Errand.SlowCarrier carrier = new Errand.SlowCarrier();
    final EmbeddedApi api;
    private final HttpClient http = HttpClient.newHttpClient();

    ApiFixture(boolean withWorker) {
        this(withWorker, people());
    }

    ApiFixture(boolean withWorker, List<TokenPrincipal> principals) {
        this(withWorker, ApiConfiguration.embedded(0, principals, KEYS));
    }

    ApiFixture(boolean withWorker, ApiConfiguration configuration) {
        TestEnvironmentOptions.Builder options = TestEnvironmentOptions.newBuilder()
                .setWorkflowServiceStubsOptions(WorkflowServiceStubsOptions.newBuilder()
                        .setGrpcClientInterceptors(List.of(lists, descriptions, queries, retention))
                        .build())
                .setWorkflowClientOptions(TemporalConnection.clientOptions(WorkflowClientOptions.getDefaultInstance()))
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setWorkerInterceptors(new StepCalls.Interceptor())
                        .build());
        RunAttributes.ALL.forEach(key -> options.registerSearchAttribute(key.getName(), key.getValueType()));
        temporal = TestWorkflowEnvironment.newInstance(options.build());
        if (withWorker) {
            Worker worker = temporal.newWorker(RunAttributes.TASK_QUEUE);
            worker.registerWorkflowImplementationTypes(Errand.ErrandWorkflowImpl.class);
            worker.registerActivitiesImplementations(
                    carrier, (NotificationActivities) batch -> NotificationActivities.Delivery.nobodyListens());
        }
        temporal.start();
        api = serve(configuration);
    }

    /** Another API of the same runs. */
    EmbeddedApi serve(ApiConfiguration configuration) {
        return serve(configuration, Clock.systemUTC());
    }

    EmbeddedApi serve(ApiConfiguration configuration, Clock clock) {
        return EmbeddedApi.start(
                configuration,
                List.of(Errand.RUNBOOK, Errand.PARCEL),
                WebPages.NONE,
                temporal.getWorkflowClient(),
                clock);
    }

    static ApiConfiguration configuration() {
        return configuration(people());
    }

    static ApiConfiguration configuration(List<TokenPrincipal> principals) {
        return ApiConfiguration.embedded(0, principals, KEYS);
    }

    /** An archive of records in a folder, with keys of its own. */
    static ArchiveSettings archive(Path folder) throws IOException {
        Path keys = Files.writeString(
                folder.resolve("records.jwks.json"), PayloadKeys.generate().json());
        return ArchiveSettings.inFolder(folder.resolve("records"), keys);
    }

    /** One of each role; the requester may approve, too. */
    static List<TokenPrincipal> people() {
        return List.of(
                principal("kim", Role.REQUESTER, Role.APPROVER),
                principal("lee", Role.APPROVER),
                principal("sam", Role.ADMINISTRATOR),
                principal("ann", Role.AUDITOR));
    }

    /** Refuses some calls, while it is set to a status, as a Temporal service does. */
    static final class RefusedCalls implements ClientInterceptor {
        final AtomicReference<Optional<Status>> refusal = new AtomicReference<>(Optional.empty());
        private final String which;

        RefusedCalls(String which) {
            this.which = which;
        }

        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            if (method.getFullMethodName().contains(which)) {
                refusal.get().map(Status::asRuntimeException).ifPresent(refused -> {
                    throw refused;
                });
            }
            return next.newCall(method, options);
        }
    }

    /** Says of the namespace how long it keeps runs, once it is set. The in-memory service says nothing of it. */
    static final class Retention implements ClientInterceptor {
        final AtomicReference<Duration> kept = new AtomicReference<>(Duration.ZERO);

        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            ClientCall<Q, R> call = next.newCall(method, options);
            return method.getResponseMarshaller() instanceof ReflectableMarshaller<R> type
                            && type.getMessageClass() == DescribeNamespaceResponse.class
                    ? new Described<>(call, type.getMessageClass())
                    : call;
        }

        private final class Described<Q, R> extends SimpleForwardingClientCall<Q, R> {
            private final Class<R> type;

            Described(ClientCall<Q, R> call, Class<R> type) {
                super(call);
                this.type = type;
            }

            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onMessage(R message) {
                                super.onMessage(
                                        type.cast(with(kept.get(), DescribeNamespaceResponse.class.cast(message))));
                            }
                        },
                        headers);
            }
        }

        private static DescribeNamespaceResponse with(Duration kept, DescribeNamespaceResponse namespace) {
            DescribeNamespaceResponse.Builder answer = namespace.toBuilder();
            answer.getConfigBuilder().setWorkflowExecutionRetentionTtl(Durations.fromSeconds(kept.toSeconds()));
            return answer.build();
        }
    }

    private static TokenPrincipal principal(String name, Role... roles) {
        return TokenPrincipal.of(name, Sha256.of("token-of-" + name).value(), Set.copyOf(Arrays.asList(roles)));
    }

    /** A reply, with its body as JSON where it is JSON. */
    record Reply(HttpResponse<String> http) {
        int status() {
            return http.statusCode();
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        JsonNode body() {
            try {
                return JSON.readTree(http.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        JsonNode at(String pointer) {
            return body().at(pointer);
        }
    }

    Reply get(String as, String path, String... headers) {
        return send(as, request(path, headers).GET());
    }

    Reply post(String as, String path, String body, String... headers) {
        return post(as, path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply post(String as, String path, byte[] body, String... headers) {
        return send(
                as,
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    Reply delete(String as, String path) {
        return send(as, request(path).DELETE());
    }

    /** Sends an answer with a file, as a browser would. */
    Reply upload(String as, String path, String answer, byte[] file, String... headers) {
        String boundary = "a-boundary";
        byte[] head = ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"answer\"\r\n"
                        + "Content-Type: application/json\r\n\r\n" + answer + "\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../letter.xml\"\r\n"
                        + "Content-Type: text/xml\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        return send(
                as,
                request(path, headers)
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(head, file, tail))));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.address() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** The status of a page of the admin port. */
    int admin(String path) {
        return exchange(HttpRequest.newBuilder(URI.create(api.adminAddress() + path)))
                .status();
    }

    private Reply send(String as, HttpRequest.Builder request) {
        if (!as.isEmpty()) {
            request.header("Authorization", "Bearer token-of-" + as);
        }
        return exchange(request);
    }

    /** To any API of these runs, with any token. */
    Reply send(EmbeddedApi other, String token, String method, String path, Optional<String> json) {
        return exchange(HttpRequest.newBuilder(URI.create(other.address() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        json.map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody)));
    }

    private Reply exchange(HttpRequest.Builder request) {
        try {
            return new Reply(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a run and gives its path. */
    String start(String name) {
        Reply started = post("kim", "/v1/runbooks/errand/runs", input(name));
        if (started.status() != 201) {
            throw new AssertionError(started.http().body());
        }
        return started.header("Location").replaceFirst("^.*(/v1/)", "$1");
    }

    static String input(String name) {
        return """
                {"name": "%s", "to": "Rome", "account": "111111111111", "people": [{"name": "Ada"}]}""".formatted(name);
    }

    /** Approves a run's plan, and gives the path of the task that opens then. */
    String approve(String run) {
        until(run, view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        String hash = get("lee", run + "/plan").at("/hash").asText();
        Reply approved = post(
                "lee",
                run + "/tasks/approve-plan.approval.1/answer",
                "{\"action\": \"approve\", \"planHash\": \"" + hash + "\"}");
        if (approved.status() != 200) {
            throw new AssertionError(approved.http().body());
        }
        until(run, view -> !view.at("/waitingFor").isEmpty());
        return run + "/tasks/letter.human-step.1";
    }

    /** The answer to an approval of a run's plan by the bearer of a token. */
    Reply approveAs(EmbeddedApi other, String token, String run) {
        until(run, view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        String hash = get("lee", run + "/plan").at("/hash").asText();
        return send(
                other,
                token,
                "POST",
                run + "/tasks/approve-plan.approval.1/answer",
                Optional.of("{\"action\": \"approve\", \"planHash\": \"" + hash + "\"}"));
    }

    /** Asks for a run until it is so; the test's own timeout ends it. */
    JsonNode until(String run, Predicate<JsonNode> so) {
        AtomicReference<JsonNode> view = new AtomicReference<>();
        await(() -> {
            view.set(get("ann", run).body());
            return so.test(view.get());
        });
        return view.get();
    }

    /** The in-memory service answers no query of a run that was terminated while a worker had a task of it. */
    void awaitIdle(String workflowId) {
        Set<EventType> busy =
                Set.of(EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED, EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED);
        await(() -> !busy.contains(temporal.getWorkflowClient()
                .fetchHistory(workflowId)
                .getLastEvent()
                .getEventType()));
    }

    /** Waits for what comes by itself; the test's own timeout ends it. */
    static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .forever()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }

    @Override
    public void close() {
        api.close();
        temporal.close();
    }
}
