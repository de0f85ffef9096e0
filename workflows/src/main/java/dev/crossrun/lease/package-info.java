/** Who has a permission set on an account for how long: a keeper for each set changes nothing but one thing at a time. */
@NullMarked
package dev.crossrun.lease;

import org.jspecify.annotations.NullMarked;
