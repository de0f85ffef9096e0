package dev.crossrun.simulator.iam;

/** What policies say about a request; nothing said is a denial too. */
public enum Decision {
    ALLOWED,
    IMPLICIT_DENY,
    EXPLICIT_DENY
}
