package dev.crossrun.api;

import dev.crossrun.run.Runbook;
import dev.crossrun.runbook.connect.ConnectFederation;
import java.util.List;

/** The API process. */
public final class ApiMain {
    /** The runbooks that are offered. */
    public static final List<Runbook<?>> RUNBOOKS = List.of(ConnectFederation.RUNBOOK);

    private ApiMain() {}

    /** Runs until the process is told to end; {@code arguments} is the path of {@code api.yml}. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: api FILE (such as api.yml)");
            System.exit(2);
        }
        new CrossrunApi(RUNBOOKS).run("server", arguments[0]);
    }
}
