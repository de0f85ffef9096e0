package dev.crossrun.simulator.signin;

/** The form that the access portal lets the browser post: what the browser's developer tools would show. */
public record PortalForm(String action, String samlResponse, String relayState) {}
