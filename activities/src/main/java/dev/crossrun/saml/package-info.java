/** Reads the SAML metadata that people hand in. */
@NullMarked
package dev.crossrun.saml;

import org.jspecify.annotations.NullMarked;
