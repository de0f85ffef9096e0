package dev.crossrun.federation;

import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.Provider;
import dev.crossrun.activity.IamActivities.RemovablePolicy;
import dev.crossrun.activity.IamActivities.RemovableProvider;
import dev.crossrun.activity.IamActivities.RemovableRole;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.IamActivities.RoleRequest;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.document.XmlText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that a run asked IAM for, in all rounds: what is there in another form was changed by somebody else. */
final class AskedOfIam {
    private final Set<Sha256> metadata = new LinkedHashSet<>();
    private final Set<String> documents = new LinkedHashSet<>();
    private final Set<String> trustPolicies = new LinkedHashSet<>();
    private Optional<String> roleId = Optional.empty();

    Provider note(Provider provider) {
        metadata.add(Sha256.of(XmlText.of(provider.metadata().original())));
        return provider;
    }

    Policy note(Policy policy) {
        documents.add(policy.document());
        return policy;
    }

    /** Until it is answered the role may be another one than before. */
    RoleRequest note(RoleRequest role) {
        trustPolicies.add(role.trustPolicy());
        roleId = Optional.empty();
        return role;
    }

    void made(Role role) {
        roleId = Optional.of(role.id());
    }

    RemovableProvider provider(Named provider, RemovableRole role) {
        return new RemovableProvider(provider, List.copyOf(metadata), Optional.of(role));
    }

    RemovablePolicy policy(Named policy, RemovableRole role) {
        return new RemovablePolicy(policy, List.copyOf(documents), Optional.of(role));
    }

    RemovableRole role(Named role, String arn, String policyArn) {
        return new RemovableRole(role, arn, policyArn, List.copyOf(trustPolicies), roleId);
    }
}
