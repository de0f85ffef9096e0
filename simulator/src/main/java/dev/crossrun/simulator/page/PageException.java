package dev.crossrun.simulator.page;

/** A request that no page answers; the message is shown on a page of its own. */
public final class PageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    public PageException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
