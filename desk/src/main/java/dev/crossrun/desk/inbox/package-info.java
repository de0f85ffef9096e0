/** What waits for somebody. */
@NullMarked
package dev.crossrun.desk.inbox;

import org.jspecify.annotations.NullMarked;
