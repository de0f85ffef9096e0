/** Who has a permission set on an account for how long: a keeper for each set makes one change at a time. */
@NullMarked
package dev.crossrun.lease;

import org.jspecify.annotations.NullMarked;
