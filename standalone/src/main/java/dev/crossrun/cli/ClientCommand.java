package dev.crossrun.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that calls the API. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class ClientCommand implements Callable<Integer> {
    @Mixin
    private final Connection connection = new Connection();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        int code = call(connection.open(surroundings()));
        out().flush();
        return code;
    }

    abstract int call(ApiClient api) throws Exception;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final Surroundings surroundings() {
        return ((CrossrunCommand) spec.root().userObject()).surroundings();
    }

    static String runPath(String run) {
        return "/v1/runs/" + ApiClient.encode(run);
    }
}
