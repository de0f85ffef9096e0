package dev.crossrun.simulator.iam;

/** A policy document that IAM refuses, with the words it uses. */
public final class MalformedPolicyException extends RuntimeException {
    public MalformedPolicyException(String message) {
        super(message);
    }
}
