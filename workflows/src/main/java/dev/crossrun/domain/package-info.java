/** Validated values that every part of Crossrun shares: no Temporal types, no I/O. */
@NullMarked
package dev.crossrun.domain;

import org.jspecify.annotations.NullMarked;
