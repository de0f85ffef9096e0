package dev.crossrun.federation;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How people get into the identity store. */
public enum Provisioning {
    @JsonProperty("scim")
    SCIM,
    /** They are there already. */
    @JsonProperty("none")
    NONE
}
