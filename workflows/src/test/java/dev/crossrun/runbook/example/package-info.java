/** The runbook of docs/writing-a-runbook.md: as a runbook of the product, but among the tests. */
@NullMarked
package dev.crossrun.runbook.example;

import org.jspecify.annotations.NullMarked;
