package dev.crossrun.federation;

import dev.crossrun.run.Runbook;

/** The descriptor of {@code connect-federation}: all that a process has to know in order to offer it. */
public final class ConnectFederation {
    public static final String NAME = "connect-federation";

    public static final Runbook<ConnectFederationRequest> RUNBOOK = new Runbook<>(
            NAME,
            "Federate Amazon Connect with Microsoft Entra ID",
            "Puts an Amazon Connect instance behind the company's Entra sign-in, through AWS IAM Identity Center, up to a"
                    + " proven sign-in",
            "0.2.0",
            "ConnectFederation",
            ConnectFederationRequest.class,
            RequestFaults::of,
            FederationStep.catalogue());

    private ConnectFederation() {}
}
