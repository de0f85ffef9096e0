/** The credentials of a worker. */
@NullMarked
package dev.crossrun.credentials;

import org.jspecify.annotations.NullMarked;
