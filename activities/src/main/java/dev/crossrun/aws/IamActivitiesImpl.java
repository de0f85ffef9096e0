package dev.crossrun.aws;

import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.Activity;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** AWS Identity and Access Management. */
public final class IamActivitiesImpl implements IamActivities {
    private final SamlProviders providers;
    private final ManagedPolicies policies;
    private final Roles roles;
    private final AccessSimulation simulation;

    public IamActivitiesImpl(AwsAccounts accounts, Clock clock) {
        this(accounts, clock, IamActivitiesImpl::scheduled);
    }

    /** @param asked when the current activity was asked for, whatever the attempt */
    public IamActivitiesImpl(AwsAccounts accounts, Clock clock, Supplier<Instant> asked) {
        this.roles = new Roles(accounts);
        this.providers = new SamlProviders(accounts, roles);
        this.policies = new ManagedPolicies(accounts, roles);
        this.simulation = new AccessSimulation(accounts, clock, asked);
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
    public List<Simulation> simulate(SimulationQuery query) {
        return simulation.run(query);
    }

    @Override
    public List<Removal> removeProviders(List<RemovableProvider> removable, UndoPass pass) {
        return ItemByItem.remove(removable, (provider, note) -> providers.remove(provider, pass));
    }

    @Override
    public List<Removal> removePolicies(List<RemovablePolicy> removable, UndoPass pass) {
        return ItemByItem.remove(removable, (policy, note) -> policies.remove(policy, pass));
    }

    @Override
    public List<Removal> removeRoles(List<RemovableRole> removable, UndoPass pass) {
        return ItemByItem.remove(removable, (role, note) -> roles.remove(role, pass.preview()));
    }

    private static Instant scheduled() {
        return Instant.ofEpochMilli(Activity.getExecutionContext().getInfo().getScheduledTimestamp());
    }
}
