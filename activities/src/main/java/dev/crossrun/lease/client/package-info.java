/** Speaks to the keepers of leases. */
@NullMarked
package dev.crossrun.lease.client;

import org.jspecify.annotations.NullMarked;
