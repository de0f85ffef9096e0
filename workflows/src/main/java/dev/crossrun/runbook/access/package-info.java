/** The runbook {@code temporary-access}: rights in AWS accounts for a few hours. */
@NullMarked
package dev.crossrun.runbook.access;

import org.jspecify.annotations.NullMarked;
