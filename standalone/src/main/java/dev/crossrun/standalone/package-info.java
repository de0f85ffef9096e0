/** Everything in one JVM, on an in-memory Temporal service and a simulated cloud; and the program {@code crossrun}. */
@NullMarked
package dev.crossrun.standalone;

import org.jspecify.annotations.NullMarked;
