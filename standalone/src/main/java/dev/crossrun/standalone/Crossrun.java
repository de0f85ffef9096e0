package dev.crossrun.standalone;

import dev.crossrun.cli.CrossrunCommand;
import dev.crossrun.simulator.SimulatorMain;
import java.util.List;
import picocli.CommandLine;

/** The program {@code crossrun}. */
public final class Crossrun {
    private Crossrun() {}

    public static void main(String[] arguments) {
        System.exit(commands(arguments).execute(arguments));
    }

    /** The command line for these arguments. A command that calls the API comes alone: it loads no class of a server. */
    static CommandLine commands(String... arguments) {
        if (arguments.length > 0 && CrossrunCommand.NAMES.contains(arguments[0])) {
            return CrossrunCommand.create(List.of(arguments[0]));
        }
        return CrossrunCommand.configured(CrossrunCommand.create(CrossrunCommand.NAMES)
                .addSubcommand(new DemoCommand())
                .addSubcommand(new UpCommand())
                .addSubcommand(new WorkerCommand())
                .addSubcommand(new ApiCommand())
                .addSubcommand(new KeygenCommand())
                .addSubcommand(new InitCommand())
                .addSubcommand(new SimulatorMain()));
    }
}
