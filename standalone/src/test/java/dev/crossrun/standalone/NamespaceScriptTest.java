package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.crossrun.run.RunAttributes;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/namespace.sh}, the job of {@code docker-compose.yml}, with the Temporal CLI that TEMPORAL_CLI names. */
@OnRealTemporal
@EnabledIfEnvironmentVariable(named = "TEMPORAL_CLI", matches = ".+")
@Timeout(120)
class NamespaceScriptTest {
    @TempDir
    Path folder;

    private final String namespace = "job-" + UUID.randomUUID();
    private RealService service;
    private OperatorServiceStubs operator;

    private record Result(int code, String output) {}

    @BeforeEach
    void start() throws IOException {
        service = new RealService(folder);
        operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.client().getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
        Files.createSymbolicLink(folder.resolve("temporal"), Path.of(System.getenv("TEMPORAL_CLI")));
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void makesANamespaceWithTheSearchAttributesOfRunsAndChangesNothingASecondTime() throws IOException {
        for (String time : List.of("first", "second")) {
            Result job = job();
            assertThat(job.code()).as(job.output()).isZero();
            assertThat(retention()).as(time).isEqualTo(Duration.ofDays(400));
            RunAttributes.ALL.forEach(
                    key -> assertThat(type(key)).as(time + ": " + key.getName()).isEqualTo(key.getValueType()));
        }
    }

    @Test
    void refusesANamespaceInWhichASearchAttributeHasAnotherType() throws IOException {
        service()
                .registerNamespace(RegisterNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .setWorkflowExecutionRetentionPeriod(Durations.fromDays(1))
                        .build());
        Waiting.until(this::addsAStatusThatIsANumber);
        Waiting.until(() -> type(RunAttributes.STATUS) == IndexedValueType.INDEXED_VALUE_TYPE_INT);
        Result job = job();
        assertThat(job.code()).isEqualTo(1);
        assertThat(job.output()).contains("CrossrunStatus", "different type");
        assertThat(retention()).as("stays as it was").isEqualTo(Duration.ofDays(1));
    }

    /** The service knows a new namespace a moment later. */
    private boolean addsAStatusThatIsANumber() {
        try {
            operator.blockingStub()
                    .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                            .setNamespace(namespace)
                            .putSearchAttributes(
                                    RunAttributes.STATUS.getName(), IndexedValueType.INDEXED_VALUE_TYPE_INT)
                            .build());
            return true;
        } catch (StatusRuntimeException notYet) {
            return false;
        }
    }

    private WorkflowServiceBlockingStub service() {
        return service.client().getWorkflowServiceStubs().blockingStub();
    }

    private IndexedValueType type(SearchAttributeKey<?> key) {
        return operator.blockingStub()
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getCustomAttributesOrDefault(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_UNSPECIFIED);
    }

    private Duration retention() {
        return Duration.ofSeconds(service()
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getConfig()
                .getWorkflowExecutionRetentionTtl()
                .getSeconds());
    }

    private Result job() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "../deploy/namespace.sh").redirectErrorStream(true);
        builder.environment().put("TEMPORAL_ADDRESS", service.address());
        builder.environment().put("TEMPORAL_NAMESPACE", namespace);
        builder.environment().merge("PATH", folder.toString(), (path, cli) -> cli + File.pathSeparator + path);
        Process job = builder.start();
        String output = job.inputReader().lines().collect(Collectors.joining("\n"));
        return new Result(job.onExit().join().exitValue(), output);
    }
}
