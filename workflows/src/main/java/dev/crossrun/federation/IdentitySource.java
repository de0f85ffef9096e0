package dev.crossrun.federation;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where Identity Center's people come from. No API reads it, so the requester says it. */
public enum IdentitySource {
    /** It shall become Entra. */
    @JsonProperty("switch")
    SWITCH,
    /** It is Entra already; the existing application is adopted. */
    @JsonProperty("already-entra")
    ALREADY_ENTRA
}
