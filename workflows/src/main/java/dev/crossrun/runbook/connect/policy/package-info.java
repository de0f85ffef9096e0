/** The IAM policy documents of a federation: those that a run writes, and those that a person wrote instead. */
@NullMarked
package dev.crossrun.runbook.connect.policy;

import org.jspecify.annotations.NullMarked;
