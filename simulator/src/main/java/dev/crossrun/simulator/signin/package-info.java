/** What happens between a click in the access portal and an open Amazon Connect: portal, sign-in endpoint, Connect. */
@NullMarked
package dev.crossrun.simulator.signin;

import org.jspecify.annotations.NullMarked;
