/** What a worker counts of its runs. */
@NullMarked
package dev.crossrun.engine.metrics;

import org.jspecify.annotations.NullMarked;
