package dev.crossrun.api;

import dev.crossrun.runbook.Runbooks;

/** The API process. */
public final class ApiMain {
    private ApiMain() {}

    /** Runs until the process is told to end; {@code arguments} is the path of {@code api.yml}. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("usage: api FILE (such as api.yml)");
            System.exit(2);
        }
        new CrossrunApi(Runbooks.ALL).run("server", arguments[0]);
    }
}
