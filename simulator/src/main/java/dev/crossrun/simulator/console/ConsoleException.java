package dev.crossrun.simulator.console;

/** What the console does not let the administrator do, with the words beside the field. */
final class ConsoleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    ConsoleException(int status, String message) {
        super(message);
        this.status = status;
    }

    static ConsoleException invalid(String message) {
        return new ConsoleException(400, message);
    }

    static ConsoleException notFound(String what) {
        return new ConsoleException(404, what + " does not exist");
    }

    int status() {
        return status;
    }
}
