package dev.crossrun.aws;

import dev.crossrun.activity.IamActivities;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.Activity;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** IAM: the three things of a federation, and what they allow. */
public final class IamActivitiesImpl implements IamActivities {
    private final SamlProviders providers;
    private final FederationPolicies policies;
    private final FederationRoles roles;
    private final AccessSimulation simulation;

    public IamActivitiesImpl(AwsAccounts accounts, Clock clock) {
        this(accounts, clock, IamActivitiesImpl::scheduled);
    }

    /** @param asked when the current activity was asked for, whatever the attempt */
    public IamActivitiesImpl(AwsAccounts accounts, Clock clock, Supplier<Instant> asked) {
        this.roles = new FederationRoles(accounts);
        this.providers = new SamlProviders(accounts, roles);
        this.policies = new FederationPolicies(accounts, roles);
        this.simulation = new AccessSimulation(accounts, clock, asked);
    }

    @Override
    public Names findNames(NamesQuery query) {
        return new Names(
                findProvider(new Named(query.account(), query.provider(), query.mark())),
                findPolicy(new Named(query.account(), query.policy(), query.mark())),
                findRole(new Named(query.account(), query.role(), query.mark())));
    }

    @Override
    public Found findProvider(Named query) {
        return providers.find(query);
    }

    @Override
    public String putProvider(Provider provider) {
        return providers.put(provider);
    }

    @Override
    public Found findPolicy(Named query) {
        return policies.find(query);
    }

    @Override
    public String putPolicy(Policy policy) {
        return policies.put(policy);
    }

    @Override
    public Found findRole(Named query) {
        return roles.find(query);
    }

    @Override
    public Role putRole(RoleRequest role) {
        return roles.put(role);
    }

    @Override
    public List<Simulation> simulateAccess(SimulationQuery query) {
        return simulation.run(query);
    }

    @Override
    public Removal removeProvider(RemovableProvider provider) {
        return providers.remove(provider);
    }

    @Override
    public Removal removePolicy(RemovablePolicy policy) {
        return policies.remove(policy);
    }

    @Override
    public Removal removeRole(RemovableRole role) {
        return roles.remove(role);
    }

    private static Instant scheduled() {
        return Instant.ofEpochMilli(Activity.getExecutionContext().getInfo().getScheduledTimestamp());
    }
}
