package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.OrganizationsActivities.OrganizationAccount;
import dev.crossrun.activity.StsActivities.CallerIdentity;
import dev.crossrun.run.Found;
import java.util.List;

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
        EntraFacts entra) {
    /** The part about Entra. */
    record EntraFacts(
            Reading<EntraActivities.Grants> grants,
            Reading<EntraActivities.People> people,
            Reading<Found> planned,
            Reading<EntraActivities.Application> existing) {
        static EntraFacts none() {
            return new EntraFacts(Reading.none(), Reading.none(), Reading.none(), Reading.none());
        }
    }
}
