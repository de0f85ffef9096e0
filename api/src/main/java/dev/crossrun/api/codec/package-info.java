/** The codec server: shows people what is encrypted in Temporal. */
@NullMarked
package dev.crossrun.api.codec;

import org.jspecify.annotations.NullMarked;
