/** Microsoft Entra, through Microsoft Graph. */
@NullMarked
package dev.crossrun.entra;

import org.jspecify.annotations.NullMarked;
