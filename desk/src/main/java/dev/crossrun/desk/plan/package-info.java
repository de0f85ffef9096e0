/** What a plan would write, for an approver. */
@NullMarked
package dev.crossrun.desk.plan;

import org.jspecify.annotations.NullMarked;
