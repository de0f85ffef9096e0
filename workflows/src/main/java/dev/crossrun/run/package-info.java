/** The contract of every run, whatever its runbook: its updates and queries, and the records in them. */
@NullMarked
package dev.crossrun.run;

import org.jspecify.annotations.NullMarked;
