package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.IdentityCenterActivities.AccountAssignment;
import dev.crossrun.activity.OrganizationsActivities.OrganizationAccount;
import dev.crossrun.activity.StsActivities.CallerIdentity;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What preflight read of the three systems; each part is there, or tells why it could not be read, or was not asked for. */
record Facts(
        Fact<CallerIdentity> identityCenterCaller,
        Fact<CallerIdentity> connectCaller,
        Fact<OrganizationAccount> connectAccount,
        Fact<IdentityCenterActivities.Instance> identityCenter,
        Fact<IdentityCenterActivities.Principals> principals,
        Fact<ConnectActivities.Instance> instance,
        Fact<ConnectActivities.Users> users,
        Fact<IamActivities.Names> names,
        Fact<ConnectActivities.Limits> limits,
        Fact<ConnectActivities.Instance> aliased,
        Fact<ConnectActivities.Profiles> profiles,
        Fact<List<IdentityCenterActivities.PermissionSet>> permissionSets,
        Fact<IdentityCenterActivities.Snapshot> snapshot,
        Fact<Map<AccountAssignment, Found>> accountAccess,
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
            Fact<EntraActivities.Grants> grants,
            Fact<EntraActivities.People> people,
            Fact<Found> planned,
            Fact<EntraActivities.Application> existing,
            Fact<Found> certificate,
            Fact<List<String>> assigned,
            Fact<Found> job) {
        /** Whether the application that bears the name was made by an earlier run of this one's name. */
        boolean ours() {
            return planned.value().map(Found::presence).equals(Optional.of(Presence.OURS));
        }
    }
}
