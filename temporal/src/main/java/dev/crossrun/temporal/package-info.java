/** What worker and API share towards Temporal. */
@NullMarked
package dev.crossrun.temporal;

import org.jspecify.annotations.NullMarked;
