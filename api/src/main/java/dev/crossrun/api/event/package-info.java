/** Events of runs as they happen. */
@NullMarked
package dev.crossrun.api.event;

import org.jspecify.annotations.NullMarked;
