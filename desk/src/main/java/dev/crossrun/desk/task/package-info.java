/** A task and its answers. */
@NullMarked
package dev.crossrun.desk.task;

import org.jspecify.annotations.NullMarked;
