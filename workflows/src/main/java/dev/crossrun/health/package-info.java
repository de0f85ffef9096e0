/** The workflow by which a worker shows that it works. */
@NullMarked
package dev.crossrun.health;

import org.jspecify.annotations.NullMarked;
