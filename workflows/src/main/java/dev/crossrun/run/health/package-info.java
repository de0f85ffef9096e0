/** Whether a worker takes work, and may do what its settings say. */
@NullMarked
package dev.crossrun.run.health;

import org.jspecify.annotations.NullMarked;
