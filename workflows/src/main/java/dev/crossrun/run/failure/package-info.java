/** Failures of calls to outside systems, as people see them. */
@NullMarked
package dev.crossrun.run.failure;

import org.jspecify.annotations.NullMarked;
