/** Keeps a world in files, so that a simulator can go on where an earlier one ended. */
@NullMarked
package dev.crossrun.simulator.store;

import org.jspecify.annotations.NullMarked;
