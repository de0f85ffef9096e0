/** The state of the simulated cloud: what exists, in which account and region, and who may see it when. */
@NullMarked
package dev.crossrun.simulator.world;

import org.jspecify.annotations.NullMarked;
