/** The archive of records: a folder or a bucket with encrypted bodies and a chain of signed entries. Knows nothing of runs. */
@NullMarked
package dev.crossrun.api.archive;

import org.jspecify.annotations.NullMarked;
