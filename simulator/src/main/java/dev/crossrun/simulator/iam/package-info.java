/** Access decisions: identity policies, trust policies, conditions and policy variables. */
@NullMarked
package dev.crossrun.simulator.iam;

import org.jspecify.annotations.NullMarked;
