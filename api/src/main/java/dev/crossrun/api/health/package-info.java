/** Whether the parts work together. */
@NullMarked
package dev.crossrun.api.health;

import org.jspecify.annotations.NullMarked;
