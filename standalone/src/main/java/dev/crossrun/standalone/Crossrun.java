package dev.crossrun.standalone;

import dev.crossrun.cli.CrossrunCommand;
import dev.crossrun.simulator.SimulatorMain;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/** The program {@code crossrun}. */
public final class Crossrun {
    private Crossrun() {}

    public static void main(String[] arguments) {
        System.exit(commands(arguments).execute(arguments));
    }

    /** The command line for these arguments. A command that calls the API comes alone: it loads no class of a server. */
    static CommandLine commands(String... arguments) {
        boolean offline = arguments.length > 1 && arguments[0].equals("record") && arguments[1].equals("verify");
        if (arguments.length > 0 && CrossrunCommand.NAMES.contains(arguments[0]) && !offline) {
            return CrossrunCommand.create(List.of(arguments[0]));
        }
        CommandLine commands = CrossrunCommand.create(CrossrunCommand.NAMES);
        Objects.requireNonNull(commands.getSubcommands().get("record")).addSubcommand(new VerifyRecordsCommand());
        return CrossrunCommand.configured(commands.addSubcommand(new DemoCommand())
                .addSubcommand(new UpCommand())
                .addSubcommand(new WorkerCommand())
                .addSubcommand(new ApiCommand())
                .addSubcommand(new KeygenCommand())
                .addSubcommand(new InitCommand())
                .addSubcommand(new SimulatorMain()));
    }
}
