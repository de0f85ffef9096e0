/** The record of a run: its whole story, for an auditor. */
@NullMarked
package dev.crossrun.api.record;

import org.jspecify.annotations.NullMarked;
