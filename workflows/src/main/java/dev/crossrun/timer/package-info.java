/** Timers of workflows. */
@NullMarked
package dev.crossrun.timer;

import org.jspecify.annotations.NullMarked;
