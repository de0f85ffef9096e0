package dev.crossrun.standalone;

import dev.crossrun.simulator.Simulator;
import dev.crossrun.standalone.RunUnderWay.Crew;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Temporary accesses and a federation at the same time, each with its people, who go on whatever happens. */
final class RunsUnderWay implements AutoCloseable {
    private final List<RunUnderWay> runs = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> ends = new ArrayList<>();

    /** Starts so many, and waits until all of them ask for approval. People reach the API at this address. */
    RunsUnderWay(int count, Simulator simulator, URI api) {
        Crew people = Crew.at(api);
        AccessUnderWay.Target.all()
                .limit(count - 1)
                .forEach(target -> runs.add(new AccessUnderWay(simulator, people, target)));
        runs.add(new FederationUnderWay(simulator, people));
        runs.forEach(run -> run.awaitTask(RunUnderWay.APPROVAL));
    }

    /** People begin to answer, each until the run has ended. */
    RunsUnderWay goOn() {
        runs.forEach(run -> ends.add(threads.submit(run::goOn)));
        return this;
    }

    /** Whether all have ended. */
    boolean areDone() {
        return ends.stream().allMatch(Future::isDone);
    }

    /** Waits until all have ended as they should, to the last step, with each effect once and each answer once. */
    void endRight() throws InterruptedException, ExecutionException {
        for (Future<?> end : ends) {
            end.get();
        }
        runs.forEach(RunUnderWay::check);
    }

    List<String> paths() {
        return runs.stream().map(run -> run.path).toList();
    }

    /** How many answers people know the verdict of. */
    int answered() {
        return runs.stream().mapToInt(RunUnderWay::answers).sum();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
