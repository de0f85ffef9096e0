/** What pages of others say to a person who signs in. */
@NullMarked
package dev.crossrun.runbook.connect.page;

import org.jspecify.annotations.NullMarked;
