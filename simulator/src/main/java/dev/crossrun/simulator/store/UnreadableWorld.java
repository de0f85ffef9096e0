package dev.crossrun.simulator.store;

/** The files of a world are damaged, or another version of Crossrun wrote them. */
public final class UnreadableWorld extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreadableWorld(String message, Throwable cause) {
        super(message, cause);
    }
}
