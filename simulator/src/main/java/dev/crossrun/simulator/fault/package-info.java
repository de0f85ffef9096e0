/** What goes wrong in the simulated cloud, because a test or a rehearsal asked for it. */
@NullMarked
package dev.crossrun.simulator.fault;

import org.jspecify.annotations.NullMarked;
