package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.EmbeddedApi;
import dev.crossrun.run.Runbook;
import dev.crossrun.runbook.access.TemporaryAccess;
import dev.crossrun.runbook.access.TemporaryAccessRequest;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.temporal.SealingKeys;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * People and processes of {@code temporary-access} on a real Temporal service: the product's worker is a process. The API, in this
 * JVM, lets an access be shorter than a user may ask for.
 */
final class RealSite implements AutoCloseable {
    private static final Runbook<TemporaryAccessRequest> OF_ANY_LENGTH = new Runbook<>(
            TemporaryAccess.RUNBOOK.name(),
            TemporaryAccess.RUNBOOK.title(),
            TemporaryAccess.RUNBOOK.description(),
            TemporaryAccess.RUNBOOK.version(),
            TemporaryAccess.RUNBOOK.revision(),
            TemporaryAccess.RUNBOOK.workflowType(),
            TemporaryAccess.RUNBOOK.inputType(),
            any -> List.of(),
            TemporaryAccess.RUNBOOK.accounts(),
            TemporaryAccess.RUNBOOK.code());

    private final UserProcesses processes;
    private final Site site;
    private int workers;

    /** Its worker is started, too; {@code folder} is where its output goes. */
    RealSite(Path folder, RealService service, Simulator simulator) {
        this.processes = new UserProcesses(folder, simulator, service.environment());
        startWorker();
        WorkflowClient client = service.client(processes.payloadKeys());
        People people = new People();
        EmbeddedApi api = EmbeddedApi.start(
                ApiConfiguration.embedded(0, people.principals(), SealingKeys.none()),
                List.of(OF_ANY_LENGTH),
                dev.crossrun.api.WebPages.NONE,
                client,
                Clock.systemUTC());
        this.site = new Site(simulator, client, ServiceTime.real(client), api.address(), people, () -> {
            processes.close();
            api.close();
            service.close();
        });
    }

    void startWorker() {
        workers++;
        processes.startWorker(worker());
    }

    void killWorker() {
        processes.killWorker(worker());
    }

    /** Gives its exit code. */
    int stopWorker() {
        return processes.stopWorker(worker());
    }

    /** What the worker has logged. */
    String log() {
        return processes.log(worker());
    }

    private String worker() {
        return "worker-" + workers;
    }

    AccessRun run(ObjectNode request) {
        return new AccessRun(site, request, () -> {});
    }

    @Override
    public void close() {
        site.close();
    }
}
