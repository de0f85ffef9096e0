/** SCIM 2.0 as IAM Identity Center offers it. */
@NullMarked
package dev.crossrun.simulator.scim;

import org.jspecify.annotations.NullMarked;
