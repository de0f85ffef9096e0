/** Documents of a run. */
@NullMarked
package dev.crossrun.run.document;

import org.jspecify.annotations.NullMarked;
