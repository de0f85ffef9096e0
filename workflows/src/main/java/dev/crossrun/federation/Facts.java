package dev.crossrun.federation;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.OrganizationsActivities.OrganizationAccount;
import dev.crossrun.activity.StsActivities.CallerIdentity;

/** What preflight read of the three systems; each part is there or tells why it could not be read. */
record Facts(
        Reading<CallerIdentity> identityCenterCaller,
        Reading<CallerIdentity> connectCaller,
        Reading<OrganizationAccount> connectAccount,
        Reading<IdentityCenterActivities.Instance> identityCenter,
        Reading<IdentityCenterActivities.Principals> principals,
        Reading<ConnectActivities.Instance> instance,
        Reading<ConnectActivities.Users> users,
        Reading<IamActivities.Names> names) {}
