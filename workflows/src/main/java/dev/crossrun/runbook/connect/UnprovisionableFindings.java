package dev.crossrun.runbook.connect;

import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.activity.EntraActivities.User;
import dev.crossrun.engine.Preflight;

/**
 * People whom Entra cannot provision, since they lack an attribute that IAM Identity Center needs (IAM Identity Center User Guide,
 * "Troubleshooting IAM Identity Center issues": "2 validation errors detected: Value at 'name.givenName' …").
 */
final class UnprovisionableFindings {
    private final Preflight preflight;
    private final ConnectFederationRequest request;

    UnprovisionableFindings(Preflight preflight, ConnectFederationRequest request) {
        this.preflight = preflight;
        this.request = request;
    }

    /** Every such person at once. */
    void in(People people) {
        if (request.provisions()) {
            people.users().stream().filter(user -> !user.without().isEmpty()).forEach(this::found);
        }
    }

    private void found(User user) {
        preflight.block(
                "/entra",
                user.signInName() + " has no " + String.join(", no ", user.without())
                        + " in Entra: IAM Identity Center refuses such a user, so Entra never provisions it.",
                "Set " + String.join(" and ", user.without()) + " of " + user.signInName() + " in Entra.");
    }
}
