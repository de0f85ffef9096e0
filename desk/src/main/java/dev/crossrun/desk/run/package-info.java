/** Runs: their list, and one run. */
@NullMarked
package dev.crossrun.desk.run;

import org.jspecify.annotations.NullMarked;
