/** Reads requests strictly and reports all that is wrong with them. */
@NullMarked
package dev.crossrun.api.request;

import org.jspecify.annotations.NullMarked;
