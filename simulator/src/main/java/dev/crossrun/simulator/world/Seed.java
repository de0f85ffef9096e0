package dev.crossrun.simulator.world;

/** Fills a new world. */
@FunctionalInterface
public interface Seed {
    void plant(World world);
}
