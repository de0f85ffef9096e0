package dev.crossrun.standalone;

import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;

/** The two companies that can be simulated, each with the example request that fits it. */
enum Company {
    CONTACT_CENTER("contact-center", new NewCompany()),
    EXISTING_INSTANCE("existing-instance", new ContactCenter());

    private final String example;
    private final Seed seed;

    Company(String example, Seed seed) {
        this.example = example;
        this.seed = seed;
    }

    Seed seed() {
        return seed;
    }

    /** The example's file name. */
    String file() {
        return example + ".json";
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return example;
    }
}
