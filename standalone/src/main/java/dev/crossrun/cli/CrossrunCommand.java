package dev.crossrun.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/**
 * {@code crossrun}: the commands that call the API. Programs add their own.
 *
 * <p>Exit codes: 0 well, 1 the API refused or the run ended badly, 2 wrong use, 3 no API answers.
 */
@Command(
        name = "crossrun",
        description = "Runs cross-account procedures that mix API calls with things only a person can do.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        subcommands = {
            StartCommand.class,
            RunsCommand.class,
            RunCommand.class,
            PlanCommand.class,
            EventsCommand.class,
            TasksCommand.class,
            TaskCommand.class,
            AnswerCommand.class,
            ArtifactCommand.class,
            UndoCommand.class,
            AbortCommand.class,
            RedoCommand.class,
        })
public final class CrossrunCommand {
    private static final int REFUSED = 1;
    private static final int WRONG_USE = 2;
    private static final int UNREACHABLE = 3;

    private final Surroundings surroundings;

    private CrossrunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command line, ready to take more commands and to execute. */
    public static CommandLine create() {
        return create(Surroundings.ofProcess());
    }

    static CommandLine create(Surroundings surroundings) {
        return new CommandLine(new CrossrunCommand(surroundings))
                .setExecutionExceptionHandler(failures())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    Surroundings surroundings() {
        return surroundings;
    }

    private static IExecutionExceptionHandler failures() {
        return (failure, command, parsed) -> {
            command.getErr().println(message(failure));
            command.getErr().flush();
            return exitCode(failure);
        };
    }

    private static String message(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        boolean told = failure instanceof ApiRefusal || failure instanceof ApiUnreachable || failure instanceof Usage;
        return told ? message : "Failed: " + message;
    }

    private static int exitCode(Exception failure) {
        if (failure instanceof Usage) {
            return WRONG_USE;
        }
        return failure instanceof ApiUnreachable ? UNREACHABLE : REFUSED;
    }
}
