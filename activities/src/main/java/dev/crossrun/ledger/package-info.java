/** Reads the ledgers of ended runs from Temporal. */
@NullMarked
package dev.crossrun.ledger;

import org.jspecify.annotations.NullMarked;
