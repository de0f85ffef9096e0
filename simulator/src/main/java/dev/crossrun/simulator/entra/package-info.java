/** A Microsoft Entra tenant: Microsoft Graph v1.0, the token endpoint, federation metadata, sign-on and provisioning. */
@NullMarked
package dev.crossrun.simulator.entra;

import org.jspecify.annotations.NullMarked;
