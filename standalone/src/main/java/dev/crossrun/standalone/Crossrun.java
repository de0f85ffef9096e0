package dev.crossrun.standalone;

import dev.crossrun.cli.CrossrunCommand;
import dev.crossrun.simulator.SimulatorMain;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The program {@code crossrun}. */
public final class Crossrun {
    private Crossrun() {}

    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    static CommandLine commands() {
        CommandLine commands = CrossrunCommand.create()
                .addSubcommand(new DemoCommand())
                .addSubcommand(new UpCommand())
                .addSubcommand(new WorkerCommand())
                .addSubcommand(new ApiCommand())
                .addSubcommand(new KeygenCommand())
                .addSubcommand(new SimulatorMain());
        commands.registerConverter(Scenario.class, Crossrun::scenario);
        // Handlers set before subcommands were added do not reach them.
        return commands.setExecutionExceptionHandler(commands.getExecutionExceptionHandler());
    }

    private static Scenario scenario(String name) {
        return Arrays.stream(Scenario.values())
                .filter(scenario -> scenario.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandLine.TypeConversionException("expected one of "
                        + Arrays.stream(Scenario.values())
                                .map(Scenario::toString)
                                .collect(Collectors.joining(", "))
                        + ", not " + name));
    }
}
