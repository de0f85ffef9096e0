package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.OrganizationsActivities.OrganizationAccount;
import dev.crossrun.activity.StsActivities.CallerIdentity;
import dev.crossrun.run.Found;
import dev.crossrun.run.Presence;
import java.util.List;
import java.util.Optional;

/** What preflight read of the three systems; each part is there, or tells why it could not be read, or was not asked for. */
record Facts(
        Reading<CallerIdentity> identityCenterCaller,
        Reading<CallerIdentity> connectCaller,
        Reading<OrganizationAccount> connectAccount,
        Reading<IdentityCenterActivities.Instance> identityCenter,
        Reading<IdentityCenterActivities.Principals> principals,
        Reading<ConnectActivities.Instance> instance,
        Reading<ConnectActivities.Users> users,
        Reading<IamActivities.Names> names,
        Reading<ConnectActivities.Limits> limits,
        Reading<ConnectActivities.Profiles> profiles,
        Reading<List<IdentityCenterActivities.PermissionSet>> permissionSets,
        Reading<IdentityCenterActivities.Snapshot> snapshot,
        Reading<List<Found>> accountAccess,
        EntraFacts entra) {
    /**
     * The part about Entra.
     *
     * @param planned what bears the name of the application to make
     * @param existing the application that the request names, or that is taken over for its name
     * @param certificate what {@code existing} has to sign with
     * @param assigned ids of those who are assigned to {@code existing}
     * @param job the provisioning job of {@code existing}
     */
    record EntraFacts(
            Reading<EntraActivities.Grants> grants,
            Reading<EntraActivities.People> people,
            Reading<Found> planned,
            Reading<EntraActivities.Application> existing,
            Reading<Found> certificate,
            Reading<List<String>> assigned,
            Reading<Found> job) {
        /** Whether the application that bears the name was made by an earlier run of this one's name. */
        boolean ours() {
            return planned.value().map(Found::presence).equals(Optional.of(Presence.OURS));
        }
    }
}
