package dev.crossrun.bench;

import dev.crossrun.cli.Usage;
import dev.crossrun.standalone.TerminalLog;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./crossrun bench}: its benchmarks are methods, each of which prints a table. */
@Command(
        name = "bench",
        description = "Measures Crossrun against bare Temporal workflows with the same activities and updates.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Bench {
    private static final String WARM_UP = "Runs that come first and are not counted (${DEFAULT-VALUE}).";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What all benchmarks can be told. */
    private static final class Options {
        @Option(
                names = "--temporal",
                description =
                        "Works on the Temporal service of the TEMPORAL_* environment, in a namespace that it deletes"
                                + " at the end. Without this, on one in this process.")
        private boolean environment;

        @Option(names = "--rounds", defaultValue = "3", description = "How often it measures (${DEFAULT-VALUE}).")
        private int rounds;

        private BenchService service() throws InterruptedException {
            return environment ? BenchService.environment() : BenchService.inMemory();
        }
    }

    public static void main(String[] arguments) {
        TerminalLog.configure();
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        return new CommandLine(new Bench()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Usage wrong) {
                command.getErr().println(wrong.getMessage());
                return 2;
            }
            throw failure;
        });
    }

    @Command(name = "plan-only", description = "Runs that only plan, per second.", mixinStandardHelpOptions = true)
    int planOnly(
            @CommandLine.Mixin Options options,
            @Option(names = "--warm-up", defaultValue = "960", description = WARM_UP) int warmUp,
            @Option(names = "--runs", defaultValue = "96", description = "Per round (${DEFAULT-VALUE}).") int runs,
            @Option(names = "--at-once", defaultValue = "32", description = "(${DEFAULT-VALUE})") int atOnce)
            throws Exception {
        return throughput(options, warmUp, runs, atOnce, BenchedStack::plan);
    }

    @Command(
            name = "whole",
            description = "Runs from start to end, with people who answer at once, per second.",
            mixinStandardHelpOptions = true)
    int whole(
            @CommandLine.Mixin Options options,
            @Option(names = "--warm-up", defaultValue = "320", description = WARM_UP) int warmUp,
            @Option(names = "--runs", defaultValue = "64", description = "Per round (${DEFAULT-VALUE}).") int runs,
            @Option(names = "--at-once", defaultValue = "32", description = "(${DEFAULT-VALUE})") int atOnce)
            throws Exception {
        return throughput(options, warmUp, runs, atOnce, BenchedStack::succeedAndMakeRoom);
    }

    @Command(
            name = "burst",
            description = "Runs that only plan, all started at the same moment.",
            mixinStandardHelpOptions = true)
    int burst(
            @CommandLine.Mixin Options options,
            @Option(names = "--warm-up", defaultValue = "960", description = WARM_UP) int warmUp,
            @Option(names = "--runs", defaultValue = "200", description = "(${DEFAULT-VALUE})") int runs)
            throws Exception {
        return throughput(options, warmUp, runs, runs, BenchedStack::plan);
    }

    @Command(
            name = "delays",
            description = "One run with the delays of the clouds, against the time that they make inevitable.",
            mixinStandardHelpOptions = true)
    int delays(
            @CommandLine.Mixin Options options,
            @Option(names = "--consistency", defaultValue = "PT1S", description = "(${DEFAULT-VALUE})")
                    Duration consistency,
            @Option(names = "--trail", defaultValue = "PT5S", description = "(${DEFAULT-VALUE})") Duration trail,
            @Option(names = "--instance", defaultValue = "PT10S", description = "(${DEFAULT-VALUE})") Duration instance)
            throws Exception {
        try (BenchService service = options.service()) {
            new Delays(new Inevitable(consistency, trail, instance)).print(service, options.rounds, out());
        }
        return 0;
    }

    @Command(name = "history", description = "Events and bytes of one run's history.", mixinStandardHelpOptions = true)
    int history(
            @CommandLine.Mixin Options options,
            @Option(names = "--agents", defaultValue = "2", description = "(${DEFAULT-VALUE})") int agents,
            @Option(names = "--grants", defaultValue = "0", description = "(${DEFAULT-VALUE})") int grants)
            throws Exception {
        try (BenchService service = options.service()) {
            Histories.print(service, new LargeCompany(agents, grants), out());
        }
        return 0;
    }

    @Command(
            name = "parked",
            description = "Answers of the API while many runs wait for their approval.",
            mixinStandardHelpOptions = true)
    int parked(
            @CommandLine.Mixin Options options,
            @Option(names = "--runs", defaultValue = "3000", description = "(${DEFAULT-VALUE})") int runs,
            @Option(names = "--requests", defaultValue = "200", description = "Of each kind (${DEFAULT-VALUE}).")
                    int requests)
            throws Exception {
        try (BenchService service = options.service()) {
            new Parked(service, runs, requests, out()).print();
        }
        return 0;
    }

    private int throughput(Options options, int warmUp, int runs, int atOnce, Throughput.Run run) throws Exception {
        try (BenchService service = options.service()) {
            new Throughput(service, new Throughput.Effort(warmUp, options.rounds, runs, atOnce), out()).print(run);
        }
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
