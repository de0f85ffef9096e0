/** The steps of a run. */
@NullMarked
package dev.crossrun.run.step;

import org.jspecify.annotations.NullMarked;
