package dev.crossrun.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BenchTest {
    @Test
    void twoRunsThatOnlyPlanGiveATableWithARatio() {
        assertThat(bench("plan-only", "--warm-up", "1", "--runs", "2", "--at-once", "2", "--rounds", "1"))
                .startsWith("10 activities and 0 updates each, 2 at once, 1 × 2 runs")
                .containsPattern("bare Temporal +\\S+ \\(.*\\) +1.00 .* 0\\R")
                .containsPattern("Crossrun, no limits of providers +\\S+ \\(.*\\) +0\\.\\d+ .* 0\\R")
                .containsPattern("Crossrun +\\S+ \\(.*\\) +0\\.\\d+ .* 0\\R");
    }

    @Test
    void aHistoryIsComparedWithThatOfABareWorkflow() {
        assertThat(bench("history", "--agents", "3", "--grants", "2"))
                .containsPattern("bare Temporal +\\d+ +1.00")
                .containsPattern("Crossrun +\\d+ +\\d\\.\\d+");
    }

    @Test
    void theApiIsAskedWhileRunsAreParked() {
        assertThat(bench("parked", "--runs", "2", "--requests", "2"))
                .startsWith("2 parked runs")
                .containsPattern("POST …/answer: approve .* 0\\R");
    }

    private static String bench(String... arguments) {
        StringWriter out = new StringWriter();
        assertThat(Bench.commands().setOut(new PrintWriter(out)).execute(arguments))
                .isZero();
        return out.toString();
    }
}
