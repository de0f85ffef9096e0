package dev.crossrun.simulator.service;

/** A refusal, as the service model names it; the protocol gives it its form on the wire. */
public final class ServiceError extends RuntimeException {
    private final int status;
    private final String code;

    public ServiceError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
