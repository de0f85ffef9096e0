package dev.crossrun.cli;

import java.util.List;
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
        sortOptions = false)
public final class CrossrunCommand {
    /** The commands that call the API, in the order of the help. */
    public static final List<String> NAMES = List.of(
            "start",
            "runs",
            "run",
            "plan",
            "events",
            "tasks",
            "task",
            "answer",
            "artifact",
            "record",
            "records",
            "health",
            "undo",
            "abort",
            "redo");

    private static final int REFUSED = 1;
    private static final int WRONG_USE = 2;
    private static final int UNREACHABLE = 3;

    private final Surroundings surroundings;

    private CrossrunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command line with these of its commands: to create only what is used halves the time to start. */
    public static CommandLine create(List<String> names) {
        return create(Surroundings.ofProcess(), names);
    }

    static CommandLine create(Surroundings surroundings, List<String> names) {
        CommandLine commands = new CommandLine(new CrossrunCommand(surroundings));
        names.forEach(name -> commands.addSubcommand(command(name)));
        return configured(commands);
    }

    /** Sets what picocli gives only to the commands that are there: to call again when commands were added. */
    public static CommandLine configured(CommandLine commands) {
        return commands.setExecutionExceptionHandler(failures())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static Object command(String name) {
        return switch (name) {
            case "start" -> new StartCommand();
            case "runs" -> new RunsCommand();
            case "run" -> new RunCommand();
            case "plan" -> new PlanCommand();
            case "events" -> new EventsCommand();
            case "tasks" -> new TasksCommand();
            case "task" -> new TaskCommand();
            case "answer" -> new AnswerCommand();
            case "artifact" -> new ArtifactCommand();
            case "record" -> new RecordCommand();
            case "records" -> new RecordsCommand();
            case "health" -> new HealthCommand();
            case "undo" -> new UndoCommand();
            case "abort" -> new AbortCommand();
            case "redo" -> new RedoCommand();
            default -> throw new IllegalArgumentException(name);
        };
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
