/** Errors as the API reports them (RFC 9457). */
@NullMarked
package dev.crossrun.api.problem;

import org.jspecify.annotations.NullMarked;
