/** What a run would do. */
@NullMarked
package dev.crossrun.run.plan;

import org.jspecify.annotations.NullMarked;
