/** The activities that check SAML metadata. */
@NullMarked
package dev.crossrun.saml.activity;

import org.jspecify.annotations.NullMarked;
