package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.engine.PlanStep;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.fault.RawAnswer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The logs of worker and API as the files of {@code deploy} set them. */
@OnRealTemporal
@Timeout(180)
class DeployedLogsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WORKER = "worker";
    private static final String API = "api";

    @TempDir
    Path folder;

    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults());
    private RealService service;
    private UserProcesses processes;

    @BeforeEach
    void start() {
        service = new RealService(folder);
        processes = new UserProcesses(folder, simulator, service.environment());
        processes.logAsDeployed();
        processes.startWorker(WORKER);
        processes.startApi();
    }

    @AfterEach
    void stop() {
        processes.close();
        service.close();
        simulator.close();
    }

    @Test
    void areJsonLineByLineAndNameNobodyButWhoActed() {
        simulator
                .faults()
                .add(new InjectedFault(
                        "sso:ListInstances",
                        Optional.empty(),
                        1,
                        4,
                        Kind.RAW_ANSWER,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new RawAnswer(
                                500, Map.of(), "InternalServerException", "ada@example.com cannot be read"))));
        try (AccessRun run = new AccessRun(
                new Site(
                        simulator,
                        service.client(),
                        ServiceTime.real(service.client()),
                        processes.as("requester"),
                        processes.as("approver"),
                        processes.as("administrator"),
                        () -> {}),
                AccessRun.request().put("name", "an-incident"))) {
            run.task("approve-plan.approval.1");
            assertThatThrownBy(() -> run.answer(
                            run.kim,
                            "approve-plan.approval.1",
                            ScriptedApprover.approval(run.kim.get(run.path + "/plan"))))
                    .isInstanceOf(ApiRefusal.class);
            run.kim.get("/v1/runs?requestedBy=kim%40example.com");
            Waiting.until(() -> lines(API).stream()
                    .anyMatch(line -> line.path("uri").asText().equals("/v1/runs")));

            assertThat(lines(WORKER)).anySatisfy(line -> {
                assertThat(line.path("message").asText())
                        .startsWith(
                                "IdentityCenter_DescribeInstance failed: UNAVAILABLE, code InternalServerException of"
                                        + " SsoAdmin, request ");
                assertThat(line.at("/mdc/Step").asText()).isEqualTo(PlanStep.ID);
                assertThat(line.at("/mdc/WorkflowId").asText()).isNotEmpty();
            });
            assertThat(lines(API))
                    .anySatisfy(line -> assertThat(line.path("message").asText())
                            .contains("temporary-access.an-incident", "NOT_ALLOWED"));
            assertThat(lines(API))
                    .filteredOn(line -> line.has("uri"))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.fieldNames())
                            .toIterable()
                            .containsExactlyInAnyOrder("timestamp", "method", "uri", "status", "requestTime"));
            assertThat(processes.log(WORKER) + processes.log(API)).doesNotContain("ada@", "requestedBy");
        }
    }

    /** The JVM says first which options the test has given it. */
    private List<JsonNode> lines(String process) {
        return processes
                .log(process)
                .lines()
                .filter(line -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS"))
                .map(DeployedLogsTest::json)
                .toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + line, e);
        }
    }
}
