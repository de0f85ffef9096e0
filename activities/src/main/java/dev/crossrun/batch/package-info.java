/** Many items in one activity. */
@NullMarked
package dev.crossrun.batch;

import org.jspecify.annotations.NullMarked;
