/** The runbook connect-federation: Amazon Connect behind Microsoft Entra ID through IAM Identity Center. */
@NullMarked
package dev.crossrun.runbook.connect;

import org.jspecify.annotations.NullMarked;
