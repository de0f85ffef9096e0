package dev.crossrun.simulator.world;

/** The state of an account (Organizations API, {@code Account.State}) and the older {@code Status} it maps to. */
public enum AccountState {
    PENDING_ACTIVATION("ACTIVE"),
    ACTIVE("ACTIVE"),
    SUSPENDED("SUSPENDED"),
    PENDING_CLOSURE("PENDING_CLOSURE"),
    CLOSED("SUSPENDED");

    private final String status;

    AccountState(String status) {
        this.status = status;
    }

    public String status() {
        return status;
    }
}
