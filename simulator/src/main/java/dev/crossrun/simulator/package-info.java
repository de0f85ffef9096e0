/** A stateful stand-in for the parts of AWS that a runbook touches, on their real wire protocols. */
@NullMarked
package dev.crossrun.simulator;

import org.jspecify.annotations.NullMarked;
