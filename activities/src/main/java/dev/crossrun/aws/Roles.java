package dev.crossrun.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.RemovableRole;
import dev.crossrun.activity.IamActivities.Role;
import dev.crossrun.activity.IamActivities.RoleRequest;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.failure.ApplicationFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;

/** Roles that carry one policy of ours. */
final class Roles {
    private final AwsAccounts accounts;
    private final Quotas quotas;

    Roles(AwsAccounts accounts) {
        this.accounts = accounts;
        this.quotas = new Quotas(accounts);
    }

    Found find(Named query) {
        return get(query.account(), query.name())
                .map(there -> Found.marked(Marks.of(there.tags()), query.mark(), before(query, there)))
                .orElseGet(Found::absent);
    }

    private Map<String, String> before(Named query, software.amazon.awssdk.services.iam.model.Role there) {
        Map<String, String> before = new HashMap<>(Map.of(
                "arn", there.arn(),
                "id", there.roleId(),
                "trustPolicy", trust(there).toString(),
                "policies", String.join(",", attached(query.account(), query.name()))));
        List<String> inline = inline(query.account(), query.name());
        if (!inline.isEmpty()) {
            before.put("inlinePolicies", String.join(",", inline));
        }
        return before;
    }

    Role put(RoleRequest role) {
        JsonNode trust = PolicyDocuments.wanted(role.trustPolicy());
        var there = get(role.account(), role.name());
        if (there.isEmpty()) {
            create(role, trust);
            there = get(role.account(), role.name());
        }
        var known = there.orElseThrow(
                () -> FailureType.NOT_READY.failure("IAM does not show " + thing(role.name()) + " yet"));
        makeTrust(role, trust, known);
        attach(role, known);
        return new Role(known.arn(), known.roleId());
    }

    private void create(RoleRequest role, JsonNode trust) {
        IamClient iam = accounts.iam(role.account());
        quotas.within(
                role.account(),
                Quota.ROLES,
                () -> AwsFailures.created(
                        "creating " + thing(role.name()),
                        () -> iam.createRole(request -> request.roleName(role.name())
                                .assumeRolePolicyDocument(trust.toString())
                                .description(role.description())
                                .tags(Marks.tags(role.ownership().mark())))));
    }

    private void makeTrust(RoleRequest role, JsonNode trust, software.amazon.awssdk.services.iam.model.Role there) {
        if (trust.equals(trust(there))) {
            return;
        }
        Marks.requireOurs(thing(role.name()), there.arn(), Marks.of(there.tags()), role.ownership());
        IamClient iam = accounts.iam(role.account());
        AwsFailures.translating(
                "changing the trust policy of " + thing(role.name()),
                () -> iam.updateAssumeRolePolicy(
                        request -> request.roleName(role.name()).policyDocument(trust.toString())));
    }

    private void attach(RoleRequest role, software.amazon.awssdk.services.iam.model.Role there) {
        if (attached(role.account(), role.name()).contains(role.policyArn())) {
            return;
        }
        Marks.requireOurs(thing(role.name()), there.arn(), Marks.of(there.tags()), role.ownership());
        IamClient iam = accounts.iam(role.account());
        // The role and the policy were seen or made a moment ago: "no such entity" is IAM being eventually consistent.
        boolean attached = quotas.within(
                        role.account(),
                        Quota.POLICIES_OF_ROLE,
                        () -> AwsFailures.found(
                                "attaching the policy to " + thing(role.name()),
                                () -> iam.attachRolePolicy(
                                        request -> request.roleName(role.name()).policyArn(role.policyArn()))))
                .isPresent();
        if (!attached) {
            throw FailureType.NOT_READY.failure("IAM does not know " + role.policyArn() + " or " + thing(role.name())
                    + " yet, so it attaches nothing");
        }
    }

    Removal remove(RemovableRole removable, boolean preview) {
        Removal would = preview(removable);
        return preview || would.outcome() != Removal.Outcome.REMOVED ? would : delete(removable);
    }

    /** The role, if the pass has removed it. */
    static Optional<RemovableRole> removed(Optional<RemovableRole> role, UndoPass pass) {
        return role.filter(each -> pass.removed().contains(each.arn()));
    }

    /** What would become of it. */
    Removal preview(RemovableRole removable) {
        Named role = removable.role();
        var there = get(role.account(), role.name());
        return there.isEmpty() ? Removal.gone() : kept(removable, there.get()).orElseGet(Removal::removed);
    }

    /**
     * Of the roles that use a resource, those that go on using it once our role, which is removed first, is gone. NOT_READY
     * while IAM still shows that role.
     */
    List<String> staying(List<String> holders, RemovableRole ours, boolean preview, String thing) {
        String role = thing(ours.role().name());
        if (!holders.contains(role)) {
            return holders;
        }
        Removal.Outcome outcome = preview(ours).outcome();
        if (outcome == Removal.Outcome.REMOVED && !preview) {
            throw FailureType.NOT_READY.failure("IAM still shows " + role + " with " + thing + ", which goes after it");
        }
        return outcome == Removal.Outcome.KEPT
                ? holders
                : holders.stream().filter(holder -> !holder.equals(role)).toList();
    }

    /** The roles of an account that trust this SAML provider. */
    List<String> trusting(AccountId account, String providerArn) {
        IamClient iam = accounts.iam(account);
        return AwsFailures.translating(
                "looking for roles that trust " + providerArn,
                () -> iam.listRolesPaginator().roles().stream()
                        .filter(role -> PolicyDocuments.federates(trust(role), providerArn))
                        .map(role -> thing(role.roleName()))
                        .toList());
    }

    private Optional<Removal> kept(RemovableRole removable, software.amazon.awssdk.services.iam.model.Role there) {
        String thing = thing(removable.role().name());
        Optional<String> mark = Marks.of(there.tags());
        if (!Marks.isOurs(mark, removable.role().mark())) {
            return Optional.of(Removal.foreign(thing, mark));
        }
        if (removable.id().filter(id -> !id.equals(there.roleId())).isPresent()) {
            return Optional.of(Removal.changed(thing, "its unique id, as it was created again"));
        }
        if (!removable.asked().isEmpty()
                && removable.asked().stream().map(PolicyDocuments::wanted).noneMatch(trust(there)::equals)) {
            return Optional.of(Removal.changed(thing, "its trust policy"));
        }
        List<String> others = others(removable);
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(Removal.kept(thing + " carries other policies too: " + String.join(", ", others)));
    }

    private List<String> others(RemovableRole removable) {
        Named role = removable.role();
        return Stream.concat(
                        attached(role.account(), role.name()).stream()
                                .filter(arn -> !arn.equals(removable.policyArn())),
                        inline(role.account(), role.name()).stream())
                .toList();
    }

    private Removal delete(RemovableRole removable) {
        Named role = removable.role();
        IamClient iam = accounts.iam(role.account());
        // An earlier attempt may have detached it already.
        AwsFailures.removing(
                "detaching the policy from " + thing(role.name()),
                () -> iam.detachRolePolicy(
                        request -> request.roleName(role.name()).policyArn(removable.policyArn())));
        try {
            return IamDeletions.delete(
                    thing(role.name()), () -> iam.deleteRole(request -> request.roleName(role.name())));
        } catch (ApplicationFailure refused) {
            keepUsable(removable, refused);
            throw refused;
        }
    }

    /** Somebody may decide to keep a role that cannot be deleted: then people go on signing in through it. */
    private void keepUsable(RemovableRole removable, ApplicationFailure refused) {
        Named role = removable.role();
        if (FailureType.valueOf(refused.getType()).retried()) {
            return;
        }
        IamClient iam = accounts.iam(role.account());
        AwsFailures.translating(
                "attaching the policy to " + thing(role.name()) + " again, which cannot be deleted",
                () -> iam.attachRolePolicy(
                        request -> request.roleName(role.name()).policyArn(removable.policyArn())));
    }

    private Optional<software.amazon.awssdk.services.iam.model.Role> get(AccountId account, String name) {
        IamClient iam = accounts.iam(account);
        return AwsFailures.found(
                "reading " + thing(name),
                () -> iam.getRole(request -> request.roleName(name)).role());
    }

    private List<String> attached(AccountId account, String name) {
        IamClient iam = accounts.iam(account);
        return listed(
                name,
                () ->
                        iam
                                .listAttachedRolePoliciesPaginator(request -> request.roleName(name))
                                .attachedPolicies()
                                .stream()
                                .map(AttachedPolicy::policyArn));
    }

    private List<String> inline(AccountId account, String name) {
        IamClient iam = accounts.iam(account);
        return listed(
                name, () -> iam.listRolePoliciesPaginator(request -> request.roleName(name)).policyNames().stream());
    }

    private static List<String> listed(String name, Supplier<Stream<String>> policies) {
        return AwsFailures.found(
                        "listing the policies of " + thing(name),
                        () -> policies.get().sorted().toList())
                .orElseThrow(
                        () -> FailureType.NOT_READY.failure("IAM does not show " + thing(name) + " everywhere yet"));
    }

    private static JsonNode trust(software.amazon.awssdk.services.iam.model.Role there) {
        return PolicyDocuments.decoded(there.assumeRolePolicyDocument());
    }

    static String thing(String name) {
        return "the role " + name;
    }
}
