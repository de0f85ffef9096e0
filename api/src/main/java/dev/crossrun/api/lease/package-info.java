/** What is known of temporary access: for the metrics. */
@NullMarked
package dev.crossrun.api.lease;

import org.jspecify.annotations.NullMarked;
