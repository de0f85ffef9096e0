package dev.crossrun.mail;

import java.net.URI;

/** Pages of the desk. A link never decides. */
public final class DeskLinks {
    private DeskLinks() {}

    /**
     * The page of a run.
     *
     * @param desk the address of the desk, such as {@code https://crossrun.example.com/desk}
     * @param run its id
     */
    public static String run(URI desk, String run) {
        return desk.toString().replaceFirst("/+$", "") + "/runs/" + run;
    }

    /** The page of a task of a run. */
    public static String task(URI desk, String run, String task) {
        return run(desk, run) + "/tasks/" + task;
    }
}
