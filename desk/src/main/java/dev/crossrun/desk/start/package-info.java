/** The form that starts a run. */
@NullMarked
package dev.crossrun.desk.start;

import org.jspecify.annotations.NullMarked;
