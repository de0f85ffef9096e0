/** What runs a runbook inside a workflow: steps, tasks, plan, ledger. It knows no runbook. */
@NullMarked
package dev.crossrun.engine;

import org.jspecify.annotations.NullMarked;
