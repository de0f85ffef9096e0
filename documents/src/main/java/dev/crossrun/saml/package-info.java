/** Reads and checks the SAML metadata that people upload, without any call: API and activities check alike. */
@NullMarked
package dev.crossrun.saml;

import org.jspecify.annotations.NullMarked;
