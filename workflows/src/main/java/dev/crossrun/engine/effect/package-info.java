/** How a step says what it brings about. */
@NullMarked
package dev.crossrun.engine.effect;

import org.jspecify.annotations.NullMarked;
