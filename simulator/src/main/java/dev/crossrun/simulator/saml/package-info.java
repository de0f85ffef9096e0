/** SAML 2.0 as the simulated parties speak it: metadata documents, signed responses, and their verification. */
@NullMarked
package dev.crossrun.simulator.saml;

import org.jspecify.annotations.NullMarked;
