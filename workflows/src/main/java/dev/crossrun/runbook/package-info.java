/** The runbooks: a package for each. */
@NullMarked
package dev.crossrun.runbook;

import org.jspecify.annotations.NullMarked;
