package dev.crossrun.runbook.connect;

import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.Provider;
import dev.crossrun.activity.IamActivities.RemovablePolicy;
import dev.crossrun.activity.IamActivities.RemovableProvider;
import dev.crossrun.activity.IamActivities.RemovableRole;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.IamActivities.RoleRequest;
import dev.crossrun.domain.Sha256;
import dev.crossrun.engine.RunInput;
import dev.crossrun.run.document.XmlText;
import dev.crossrun.runbook.connect.Names.RunMark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that a run asked IAM for, in all rounds: what is there in another form was changed by somebody else. */
final class AskedOfIam {
    private final RunInput<ConnectFederationRequest> input;
    private final Set<Sha256> metadata = new LinkedHashSet<>();
    private final Set<String> documents = new LinkedHashSet<>();
    private final Set<String> trustPolicies = new LinkedHashSet<>();
    private Optional<String> roleId = Optional.empty();

    AskedOfIam(RunInput<ConnectFederationRequest> input) {
        this.input = input;
    }

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

    /** A resource in the Connect account, with the mark of this run. */
    static Named named(ConnectFederationRequest request, String name) {
        return new Named(request.connect().accountId(), name, RunMark.ours().value());
    }

    RemovableProvider provider(Named provider) {
        return new RemovableProvider(provider, List.copyOf(metadata), Optional.of(role()));
    }

    RemovablePolicy policy(Named policy) {
        return new RemovablePolicy(policy, List.copyOf(documents), Optional.of(role()));
    }

    RemovableRole role() {
        Names names = new Names(input.get());
        return new RemovableRole(
                named(input.get(), input.get().connect().role()),
                names.roleArn(),
                names.policyArn(),
                List.copyOf(trustPolicies),
                roleId);
    }
}
