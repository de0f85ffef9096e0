/** Sign-in by OpenID Connect, and the sessions of the desk. */
@NullMarked
package dev.crossrun.desk.session;

import org.jspecify.annotations.NullMarked;
