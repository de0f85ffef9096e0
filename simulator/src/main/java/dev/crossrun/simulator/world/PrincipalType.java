package dev.crossrun.simulator.world;

/** What can be assigned in Identity Center. */
public enum PrincipalType {
    USER,
    GROUP
}
