package dev.crossrun.bench;

import dev.crossrun.cli.Usage;
import dev.crossrun.standalone.TerminalLog;
import java.io.PrintWriter;
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
            @Option(names = "--runs", defaultValue = "96", description = "Per round (${DEFAULT-VALUE}).") int runs,
            @Option(names = "--at-once", defaultValue = "32", description = "(${DEFAULT-VALUE})") int atOnce)
            throws Exception {
        try (BenchService service = options.service()) {
            new Throughput(service, new Throughput.Effort(options.rounds, runs, atOnce), out())
                    .print(BenchedStack::plan);
        }
        return 0;
    }

    @Command(
            name = "whole",
            description = "Runs from start to end, with people who answer at once, per second.",
            mixinStandardHelpOptions = true)
    int whole(
            @CommandLine.Mixin Options options,
            @Option(names = "--runs", defaultValue = "64", description = "Per round (${DEFAULT-VALUE}).") int runs,
            @Option(names = "--at-once", defaultValue = "32", description = "(${DEFAULT-VALUE})") int atOnce)
            throws Exception {
        try (BenchService service = options.service()) {
            new Throughput(service, new Throughput.Effort(options.rounds, runs, atOnce), out())
                    .print(BenchedStack::succeed);
        }
        return 0;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
