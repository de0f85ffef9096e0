/** How a step asks people. */
@NullMarked
package dev.crossrun.engine.task;

import org.jspecify.annotations.NullMarked;
