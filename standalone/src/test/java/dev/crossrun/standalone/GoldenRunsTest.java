package dev.crossrun.standalone;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What people see of a run, as files: its plan, view, tasks, events, undo and report. Where it is to change,
 * {@code -Dcrossrun.golden=write} rewrites the files, and the commit shows the difference.
 */
@Timeout(120)
class GoldenRunsTest {
    /** Activities keep a pace in real time: runs side by side wait for it together. */
    private static final ExecutorService LANES = Executors.newFixedThreadPool(3);

    static Stream<Arguments> cases() {
        List<Arguments> started = GoldenCases.all()
                .map(golden -> Arguments.of(golden.name(), LANES.submit(() -> play(golden))))
                .toList();
        return started.stream();
    }

    private static Map<String, String> play(GoldenCases.Case golden) {
        try (GoldenStage stage = new GoldenStage(golden.world())) {
            golden.run().accept(stage);
            return stage.record().end();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void showsOfARunWhatIsPinned(String name, Future<Map<String, String>> record) throws Exception {
        new GoldenFiles(name).check(record.get());
    }

    @AfterAll
    static void close() {
        LANES.shutdownNow();
    }
}
