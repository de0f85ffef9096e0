/** What {@code ./crossrun bench NAME} measures: docs/performance.md. */
@NullMarked
package dev.crossrun.bench;

import org.jspecify.annotations.NullMarked;
