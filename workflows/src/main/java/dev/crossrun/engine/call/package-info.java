/** What is noted of the calls that steps make: whose they are, which are pending, and what they have changed. */
@NullMarked
package dev.crossrun.engine.call;

import org.jspecify.annotations.NullMarked;
