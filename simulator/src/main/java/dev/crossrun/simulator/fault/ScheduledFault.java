package dev.crossrun.simulator.fault;

/** A fault and how far its calls are counted. Guarded by {@link Faults}. */
final class ScheduledFault {

    /** Changes a resource of the world; false if there is none of that name. */
    interface Change {
        boolean make(String target);
    }

    private final int id;
    private final InjectedFault fault;
    private final Change change;
    private int seen;
    private int met;

    ScheduledFault(int id, InjectedFault fault, Change change) {
        this.id = id;
        this.fault = fault;
        this.change = change;
    }

    int id() {
        return id;
    }

    InjectedFault fault() {
        return fault;
    }

    Change change() {
        return change;
    }

    boolean isSpent() {
        return fault.times() > 0 && met >= fault.times();
    }

    /** Counts a matching call and tells whether it is to meet the fault. */
    boolean countCall() {
        seen++;
        return seen >= fault.nth() && !isSpent();
    }

    void spend() {
        met++;
    }

    Faults.Pending describe() {
        return new Faults.Pending(id, fault, seen, met);
    }
}
