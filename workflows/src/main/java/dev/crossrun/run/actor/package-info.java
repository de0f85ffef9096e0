/** Who acts on a run: authenticated people and machines, and their roles. */
@NullMarked
package dev.crossrun.run.actor;

import org.jspecify.annotations.NullMarked;
