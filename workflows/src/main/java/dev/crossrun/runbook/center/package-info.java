/** What several runbooks find out about IAM Identity Center. */
@NullMarked
package dev.crossrun.runbook.center;

import org.jspecify.annotations.NullMarked;
