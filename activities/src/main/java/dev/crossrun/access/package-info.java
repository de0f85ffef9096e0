/** What the company allows in temporary access. */
@NullMarked
package dev.crossrun.access;

import org.jspecify.annotations.NullMarked;
