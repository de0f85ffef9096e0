package dev.crossrun.standalone;

import dev.crossrun.cli.CrossrunCommand;
import dev.crossrun.simulator.SimulatorMain;
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
        // Handlers set before subcommands were added do not reach them.
        return commands.setExecutionExceptionHandler(commands.getExecutionExceptionHandler());
    }
}
