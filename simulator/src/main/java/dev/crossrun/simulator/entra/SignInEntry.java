package dev.crossrun.simulator.entra;

import java.time.Instant;

/**
 * An interactive sign-in in the tenant's log.
 *
 * @param at when it was initiated
 * @param errorCode the number of the AADSTS code; 0 for a success
 * @param reason why it failed; empty for a success
 */
public record SignInEntry(
        String id, Instant at, EntraUser user, EntraApplication application, int errorCode, String reason) {}
