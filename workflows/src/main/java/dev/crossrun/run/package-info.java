/** The contract of every run, whatever its runbook: what can be asked of it and what it tells. */
@NullMarked
package dev.crossrun.run;

import org.jspecify.annotations.NullMarked;
