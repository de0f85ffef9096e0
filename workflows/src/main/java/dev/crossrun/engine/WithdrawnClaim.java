package dev.crossrun.engine;

/** A person has withdrawn the claim whose evidence a step was looking for: the step asks again. */
final class WithdrawnClaim extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WithdrawnClaim() {
        super("the claim was withdrawn", null, false, false);
    }
}
