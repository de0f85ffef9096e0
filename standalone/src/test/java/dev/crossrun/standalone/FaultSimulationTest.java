package dev.crossrun.standalone;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.fault.Faults;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fault scenarios by the dozen, several at a time: the whole runbook on schedules of faults drawn from {@link Seeds}. */
class FaultSimulationTest {
    private static final Map<String, Integer> ENDS = new ConcurrentSkipListMap<>();
    private static final Map<String, Integer> FAULTS = new ConcurrentSkipListMap<>();

    /** JUnit's own pool would begin another test where a thread of it waits for an answer by HTTP. */
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4, FaultSimulationTest::daemon);

    @TestFactory
    Stream<DynamicTest> holdsItsLawsOnABadDay() {
        List<DynamicTest> days = Seeds.ofScenarios()
                .mapToObj(seed -> {
                    Future<?> day = THREADS.submit(() -> live(seed));
                    return dynamicTest("seed " + seed, () -> told(day));
                })
                .toList();
        return days.stream();
    }

    private static void told(Future<?> day) throws Throwable {
        try {
            day.get(10, TimeUnit.MINUTES);
        } catch (ExecutionException broken) {
            throw broken.getCause();
        }
    }

    private static void live(long seed) {
        Schedule schedule = Schedule.of(seed);
        try (BadDay day = new BadDay(schedule)) {
            JsonNode ended = day.live();
            day.site.simulator().faults().met().stream()
                    .map(Faults.Met::kind)
                    .forEach(kind -> FAULTS.merge(kind.name(), 1, Integer::sum));
            ENDS.merge(ended.path("status").asText(), 1, Integer::sum);
            new Invariants(day, ended).hold();
        } catch (AssertionError | RuntimeException broken) {
            String told = "seed " + seed + " broke a law on " + schedule;
            System.out.println(told + ": " + broken);
            throw new AssertionError(told, broken);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "bad days");
        thread.setDaemon(true);
        return thread;
    }

    @AfterAll
    static void tell() {
        THREADS.shutdown();
        int days = ENDS.values().stream().mapToInt(Integer::intValue).sum();
        int faults = FAULTS.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(days + " bad days ended " + ENDS + " and met " + faults + " faults: " + FAULTS);
    }
}
