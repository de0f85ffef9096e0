/** Runs, as a client of Temporal sees them. */
@NullMarked
package dev.crossrun.api.run;

import org.jspecify.annotations.NullMarked;
