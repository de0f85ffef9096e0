/** The record of a run. */
@NullMarked
package dev.crossrun.desk.record;

import org.jspecify.annotations.NullMarked;
