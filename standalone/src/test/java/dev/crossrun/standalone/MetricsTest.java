package dev.crossrun.standalone;

import static dev.crossrun.standalone.AccessRun.action;
import static dev.crossrun.standalone.AccessRun.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.api.archive.ArchiveSettings;
import dev.crossrun.run.RunAttributes;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.standalone.temporal.LoopbackPort;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.ProcessMetrics;
import dev.crossrun.worker.AdminServer;
import dev.crossrun.worker.AdminSettings;
import dev.crossrun.worker.CrossrunWorker;
import dev.crossrun.worker.Readiness;
import dev.crossrun.worker.TimedPaceClock;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.Yaml;

/** What Prometheus scrapes of a worker and an API, after an access whose end met trouble; and who uses these metrics. */
@Timeout(240)
class MetricsTest {
    private static final Path DEPLOY = Path.of("../deploy");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_]\\w*)[{ ]");
    private static final Pattern USED = Pattern.compile("\\b(?:crossrun|temporal|jvm|process|io_dropwizard)_\\w+");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path records;

    private static final ProcessMetrics METRICS = new ProcessMetrics();
    private static Stack stack;
    private static AdminServer admin;
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();
    private static AccessRun run;

    @BeforeAll
    @Timeout(240)
    static void anAccessEndsLateAndIsSweptMeanwhile() throws Exception {
        LOG.start();
        root().addAppender(LOG);
        stack = TestStack.start(
                Stack.Api.of(0).withRecords(archive()),
                SimulatorSettings.defaults(),
                (client, activities) -> CrossrunWorker.start(measured(client), activities),
                time -> new TimedPaceClock(new SkippedPace(time), METRICS.registry(), "AWS"));
        admin = AdminServer.start(
                new AdminSettings(Optional.empty(), Optional.of(0)), METRICS, new Readiness(stack.temporal(), METRICS));
        stack.simulator()
                .faults()
                .add(InjectedFault.of("sso:ListInstances", Kind.SERVER_ERROR).withTimes(4));
        run = new AccessRun(Site.of(stack), request()).approved().given();
        AccessRun other = run.another(request().put("name", "not-needed"));
        other.task("approve-plan.approval.1");
        other.abort();
        other.until(view -> view.hasNonNull("closedAt"));
        AccessDay.assign(run.simulator().world().identityCenter().orElseThrow(), "grace@example.com");
        CompletableFuture<?> sweep = SweptAccessTest.begin(run);
        run.passUntil(sweep::isDone);
        run.simulator()
                .faults()
                .add(InjectedFault.of("sso:DeleteAccountAssignment", Kind.ACCESS_DENIED)
                        .forEver());
        run.simulator()
                .faults()
                .add(InjectedFault.of("sso:PutInlinePolicyToPermissionSet", Kind.ACCESS_DENIED)
                        .forEver());
        run.answer(run.kim, "window.offer.1", action("end").put("reason", "solved"));
        run.task("end-sessions.decision.1");
        run.passUntil(() -> worker().contains("crossrun_lease_end_failures_total"));
        Waiting.until(
                () -> api().contains("crossrun_sweep_differences") && !api().contains("crossrun_leases_overdue 0.0"));
    }

    private static ArchiveSettings archive() throws IOException {
        Path keys = Files.writeString(
                records.resolve("records.jwks.json"), PayloadKeys.generate().json());
        return ArchiveSettings.inFolder(records.resolve("records"), keys);
    }

    private static ch.qos.logback.classic.Logger root() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }

    /** The same client, whose SDK reports here. */
    private static WorkflowClient measured(WorkflowClient client) {
        WorkflowClient measured = WorkflowClient.newInstance(
                WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder(
                                client.getWorkflowServiceStubs().getOptions())
                        .setMetricsScope(METRICS.scope())
                        .build()),
                client.getOptions());
        // A request that fails, for the metric of those.
        assertThatThrownBy(() -> measured.newUntypedWorkflowStub("no-such-run").describe())
                .isInstanceOf(WorkflowNotFoundException.class);
        return measured;
    }

    @AfterAll
    static void close() {
        root().detachAppender(LOG);
        run.close();
        admin.close();
        METRICS.close();
    }

    @Test
    void aWorkerCountsWhatItsRunsDo() {
        assertThat(worker())
                .containsPattern("crossrun_runs_started_total\\{.*runbook=\"temporary-access\".*} 2.0")
                .containsPattern("crossrun_quota_wait_seconds_count\\{provider=\"AWS\",} \\d")
                .containsPattern(
                        "crossrun_step_duration_seconds_count\\{.*end=\"DONE\".*system=\"IDENTITY_CENTER\".*} \\d")
                .containsPattern("crossrun_answers_total\\{.*kind=\"APPROVAL\".*verdict=\"ACCEPTED\".*} 1.0")
                .containsPattern(
                        "crossrun_steps_stuck_total\\{.*code=\"AccessDeniedException\".*type=\"NOT_AUTHORIZED\".*} \\d")
                .containsPattern(
                        "crossrun_call_failures_total\\{.*code=\"AccessDeniedException\".*system=\"SsoAdmin\".*} \\d")
                .containsPattern("crossrun_lease_end_failures_total\\{.*} \\d")
                .doesNotContain("ada@", "grace@", run.workflowId());
    }

    @Test
    void theApiCountsRunsTasksAndRecords() {
        assertThat(api())
                .containsPattern("crossrun_runs_open\\{runbook=\"temporary-access\",status=\"RUNNING\",} 1.0")
                .containsPattern(
                        "crossrun_runs_closed_total\\{runbook=\"temporary-access\",status=\"(ABORTED|UNDONE)\",} 1.0")
                .containsPattern("crossrun_leases_overdue [1-9]")
                .containsPattern("crossrun_lease_overdue_oldest_seconds [1-9]")
                .contains("crossrun_sweep_differences{kind=\"NOT_HELD\",} 1.0\n")
                .contains("crossrun_records_archived ")
                .containsPattern("crossrun_tasks_open\\{runbook=\"temporary-access\",kind=\"DECISION\",} \\d")
                .containsPattern(
                        "crossrun_task_age_oldest_seconds\\{runbook=\"temporary-access\",kind=\"DECISION\",} \\d")
                .doesNotContain("ada@", "kim@", run.workflowId());
    }

    @Test
    void aWorkerIsReadyWhileItPolls() throws Exception {
        assertThat(get(admin.address(), "/healthz")).isEqualTo("200 ok\n");
        assertThat(get(admin.address(), "/readyz")).isEqualTo("200 ok\n");
        assertThat(get(admin.address(), "/metrics/more")).startsWith("404 ");
        try (ProcessMetrics none = new ProcessMetrics();
                AdminServer starting = AdminServer.start(
                        new AdminSettings(Optional.empty(), Optional.of(0)),
                        none,
                        new Readiness(stack.temporal(), none))) {
            assertThat(get(starting.address(), "/readyz"))
                    .isEqualTo("503 The worker does not poll Temporal: it starts or stops\n");
        }
    }

    @Test
    void aMessageAboutACallHasItsRunItsStepAndItsActivity() {
        assertThat(List.copyOf(LOG.list))
                .filteredOn(message ->
                        run.workflowId().equals(message.getMDCPropertyMap().get("WorkflowId")))
                .isNotEmpty()
                .anySatisfy(message -> assertThat(message.getMDCPropertyMap())
                        .containsKey(RunAttributes.LOG_STEP)
                        .containsKeys("RunId", "ActivityId", "ActivityType"));
    }

    @Test
    void theDashboardAndTheAlertsUseMetricsThatAreExported() throws IOException {
        Set<String> exported = SAMPLE.matcher(worker() + api())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(exported).containsAll(used(expressions(dashboard(), "expr")));
        assertThat(exported).containsAll(used(expressions(alerts(), "expr")));
    }

    /** {@code deploy/prometheus/prometheus.yml} with the ports of this test: Prometheus scrapes both and has the alerts' data. */
    @Test
    @EnabledIfEnvironmentVariable(named = "PROMETHEUS", matches = ".+")
    void aPrometheusScrapesBoth(@TempDir Path folder) throws IOException {
        String configuration = Files.readString(DEPLOY.resolve("prometheus/prometheus.yml"))
                .replace("127.0.0.1:8082", admin.address().getAuthority())
                .replace("127.0.0.1:8081", stack.admin().getAuthority())
                .replaceAll("(scrape|evaluation)_interval: \\w+", "$1_interval: 1s");
        assertThat(configuration)
                .contains(admin.address().getAuthority(), stack.admin().getAuthority());
        Files.writeString(folder.resolve("prometheus.yml"), configuration);
        Files.copy(DEPLOY.resolve("prometheus/alerts.yml"), folder.resolve("alerts.yml"));
        int port = LoopbackPort.free();
        Process prometheus = new ProcessBuilder(
                        System.getenv("PROMETHEUS"),
                        "--config.file=" + folder.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            URI address = URI.create("http://127.0.0.1:" + port);
            Waiting.until(
                    () -> Processes.listens(port) && get(address, "/-/ready").startsWith("200 "));
            Waiting.until(() -> up(address).equals(Set.of("crossrun-api 1", "crossrun-worker 1")));
            Waiting.until(() -> !query(address, "crossrun_steps_stuck_total").isEmpty()
                    && !query(address, "crossrun_tasks_open").isEmpty());
            // The first evaluation may come before the first scrape: nothing is up then.
            Waiting.until(() -> {
                List<String> alerts = query(address, "ALERTS").findValuesAsText("alertname");
                return alerts.contains("CrossrunStepStuck") && !alerts.contains("CrossrunWorkerDown");
            });
        } finally {
            prometheus.destroy();
            prometheus.onExit().join();
        }
    }

    private static Set<String> up(URI prometheus) {
        Set<String> up = new TreeSet<>();
        query(prometheus, "up")
                .forEach(each -> up.add(each.at("/metric/job").asText() + " "
                        + each.at("/value/1").asText()));
        return up;
    }

    private static JsonNode query(URI prometheus, String name) {
        String answer = get(prometheus, "/api/v1/query?query=" + name);
        try {
            return new ObjectMapper()
                    .readTree(answer.substring(answer.indexOf(' ')))
                    .at("/data/result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> used(Set<String> expressions) {
        Set<String> names = expressions.stream()
                .flatMap(expression -> USED.matcher(expression).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(names).isNotEmpty();
        return names;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper()
                .readTree(DEPLOY.resolve("grafana/crossrun.json").toFile());
    }

    private static JsonNode alerts() throws IOException {
        Map<String, Object> file = new Yaml().load(Files.readString(DEPLOY.resolve("prometheus/alerts.yml")));
        return new ObjectMapper().valueToTree(file);
    }

    private static Set<String> expressions(JsonNode file, String key) {
        return new TreeSet<>(file.findValuesAsText(key));
    }

    private static String worker() {
        return get(admin.address(), "/metrics");
    }

    private static String api() {
        return get(stack.admin(), "/metrics");
    }

    /** Status and body. */
    private static String get(URI server, String path) {
        try {
            var response =
                    HTTP.send(HttpRequest.newBuilder(server.resolve(path)).build(), BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
