package dev.crossrun.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What came of tasks that were done by several threads.
 *
 * @param took from the start of the first to the end of the last
 * @param times how long each took that did not fail, in order
 * @param errors why the others failed
 */
record Load(Duration took, List<Duration> times, List<String> errors) {
    /** Something that is done many times. */
    @FunctionalInterface
    interface Task {
        void run() throws Exception;
    }

    /** Runs a task a number of times, on a number of threads. */
    static Load of(int times, int atOnce, Task task) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            long start = System.nanoTime();
            List<Future<Duration>> each = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                each.add(threads.submit(() -> timed(task)));
            }
            return ended(each, start);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Load ended(List<Future<Duration>> each, long start) throws InterruptedException {
        List<Duration> times = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (Future<Duration> one : each) {
            try {
                times.add(one.get());
            } catch (ExecutionException e) {
                errors.add(String.valueOf(e.getCause()));
            }
        }
        return new Load(since(start), times.stream().sorted().toList(), errors);
    }

    private static Duration timed(Task task) throws Exception {
        long start = System.nanoTime();
        task.run();
        return since(start);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Those that did not fail. */
    double perSecond() {
        return times.size() * 1e9 / took.toNanos();
    }

    /** In seconds: the time within which this part of them ended, such as 0.99. */
    double percentile(double part) {
        int index = (int) Math.ceil(part * times.size()) - 1;
        return times.isEmpty() ? Double.NaN : times.get(Math.max(0, index)).toNanos() / 1e9;
    }
}
