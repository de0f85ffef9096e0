/** Executions of workflows, as Temporal describes them. */
@NullMarked
package dev.crossrun.execution;

import org.jspecify.annotations.NullMarked;
