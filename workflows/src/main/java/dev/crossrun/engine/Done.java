package dev.crossrun.engine;

/** What a step gives to others that has nothing to give but that it was done. */
public enum Done {
    DONE
}
