package dev.crossrun.simulator.console;

/** What the console does not let the administrator do, with the words at the field. */
public final class ConsoleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    public ConsoleException(int status, String message) {
        super(message);
        this.status = status;
    }

    public static ConsoleException invalid(String message) {
        return new ConsoleException(400, message);
    }

    public static ConsoleException notFound(String what) {
        return new ConsoleException(404, what + " does not exist");
    }

    /** The words at the field. */
    public String text() {
        return String.valueOf(getMessage());
    }

    public int status() {
        return status;
    }
}
