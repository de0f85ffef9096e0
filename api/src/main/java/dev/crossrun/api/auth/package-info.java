/** Who calls. */
@NullMarked
package dev.crossrun.api.auth;

import org.jspecify.annotations.NullMarked;
