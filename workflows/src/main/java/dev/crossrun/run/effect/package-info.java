/** Changes that a run makes, and what becomes of them in an undo. */
@NullMarked
package dev.crossrun.run.effect;

import org.jspecify.annotations.NullMarked;
