/** What a run wants from people, and their answers. */
@NullMarked
package dev.crossrun.run.task;

import org.jspecify.annotations.NullMarked;
