/** What the error codes of the outside systems mean, in tables: the translators read them, and so does the documentation. */
@NullMarked
package dev.crossrun.failure;

import org.jspecify.annotations.NullMarked;
