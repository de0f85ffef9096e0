package dev.crossrun.standalone;

import dev.crossrun.cli.ApiClient;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import io.temporal.client.WorkflowClient;
import java.net.URI;
import java.util.Optional;

/** Where a day is lived: a simulated cloud and a Temporal service of one time, and the API for three people. */
record Site(
        Simulator simulator,
        WorkflowClient temporal,
        ServiceTime time,
        ApiClient kim,
        ApiClient lee,
        ApiClient sam,
        AutoCloseable beneath)
        implements AutoCloseable {
    Site(
            Simulator simulator,
            WorkflowClient temporal,
            ServiceTime time,
            URI api,
            People people,
            AutoCloseable beneath) {
        this(
                simulator,
                temporal,
                time,
                new ApiClient(api, people.requester().token()),
                new ApiClient(api, people.approver().token()),
                new ApiClient(api, people.administrator().token()),
                beneath);
    }

    /** Everything in this JVM. */
    static Site inOneProcess(boolean whole) {
        return of(Stack.start(0, settings(whole)));
    }

    static Site of(Stack stack) {
        return of(stack, stack.inMemory().map(ServiceTime::of).orElseGet(() -> ServiceTime.real(stack.temporal())));
    }

    static Site of(Stack stack, ServiceTime time) {
        return new Site(stack.simulator(), stack.temporal(), time, stack.api(), stack.people(), stack);
    }

    static SimulatorSettings settings(boolean whole) {
        return SimulatorSettings.defaults().withSeed(whole ? new NewCompany() : new ContactCenter());
    }

    FederationRun run(byte[] request) {
        return new FederationRun(simulator, kim, lee, sam, request, Optional.of(time), () -> {});
    }

    @Override
    public void close() {
        try {
            beneath.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
