/** How fast providers may be called. */
@NullMarked
package dev.crossrun.pace;

import org.jspecify.annotations.NullMarked;
