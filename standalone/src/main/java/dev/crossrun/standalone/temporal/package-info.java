/**
 * The embedded Temporal service: {@code temporal-test-server} in this JVM, for the demo, for {@code ./crossrun up} and for
 * tests. Worker and API need nothing of this package.
 *
 * <p>{@link dev.crossrun.standalone.temporal.CrossedCancellations} works around two faults of that server in 1.38, the newest
 * version; the first is reported as temporalio/sdk-java#2391. Both are in the server's state machines, where nothing can be
 * replaced from outside, so the calls to the server are changed instead. A real service needs no such help.
 */
@NullMarked
package dev.crossrun.standalone.temporal;

import org.jspecify.annotations.NullMarked;
