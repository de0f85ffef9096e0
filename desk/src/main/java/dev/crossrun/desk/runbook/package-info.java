/** The runbooks. */
@NullMarked
package dev.crossrun.desk.runbook;

import org.jspecify.annotations.NullMarked;
