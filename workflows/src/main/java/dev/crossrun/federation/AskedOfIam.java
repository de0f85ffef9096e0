package dev.crossrun.federation;

import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.Provider;
import dev.crossrun.activity.IamActivities.RemovablePolicy;
import dev.crossrun.activity.IamActivities.RemovableProvider;
import dev.crossrun.activity.IamActivities.RemovableRole;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.IamActivities.RoleRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that a run asked IAM for, in all rounds: what is there in another form was changed by somebody else. */
final class AskedOfIam {
    private final Set<Provider> providers = new LinkedHashSet<>();
    private final Set<Policy> policies = new LinkedHashSet<>();
    private final Set<RoleRequest> roles = new LinkedHashSet<>();
    private Optional<String> roleId = Optional.empty();

    Provider note(Provider provider) {
        providers.add(provider);
        return provider;
    }

    Policy note(Policy policy) {
        policies.add(policy);
        return policy;
    }

    /** Until it is answered the role may be another one than before. */
    RoleRequest note(RoleRequest role) {
        roles.add(role);
        roleId = Optional.empty();
        return role;
    }

    Role made(Role role) {
        roleId = Optional.of(role.id());
        return role;
    }

    RemovableProvider provider(Named provider, Optional<RemovableRole> role, boolean preview) {
        return new RemovableProvider(provider, preview, List.copyOf(providers), role);
    }

    RemovablePolicy policy(Named policy, Optional<RemovableRole> role, boolean preview) {
        String name = role.map(goes -> goes.role().name()).orElse("");
        return new RemovablePolicy(policy, name, preview, List.copyOf(policies), role);
    }

    RemovableRole role(Named role, String policyArn, boolean preview) {
        return new RemovableRole(role, policyArn, preview, List.copyOf(roles), roleId);
    }
}
