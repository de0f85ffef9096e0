package dev.crossrun.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.RemovablePolicy;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** Customer managed policies. */
final class ManagedPolicies {
    /** IAM keeps five versions of a policy and no more. */
    private static final int MOST_VERSIONS = 5;

    private final AwsAccounts accounts;
    private final Quotas quotas;
    private final Roles roles;

    ManagedPolicies(AwsAccounts accounts, Roles roles) {
        this.accounts = accounts;
        this.quotas = new Quotas(accounts);
        this.roles = roles;
    }

    Found find(Named query) {
        return get(query.account(), query.name())
                .map(there -> Found.marked(
                        Marks.of(there.tags()),
                        query.mark(),
                        Map.of(
                                "arn", there.arn(),
                                "version", there.defaultVersionId(),
                                "document",
                                        current(query.account(), query.name(), there)
                                                .toString())))
                .orElseGet(Found::absent);
    }

    String put(Policy policy) {
        JsonNode document = PolicyDocuments.wanted(policy.document());
        return Marks.put(
                thing(policy.name()),
                arn(policy.account(), policy.name()),
                () -> get(policy.account(), policy.name()),
                () -> create(policy, document),
                there -> update(policy, document, there));
    }

    private boolean create(Policy policy, JsonNode document) {
        IamClient iam = accounts.iam(policy.account());
        return quotas.within(
                policy.account(),
                Quota.POLICIES,
                () -> AwsFailures.created(
                        "creating " + thing(policy.name()),
                        () -> iam.createPolicy(request -> request.policyName(policy.name())
                                .policyDocument(document.toString())
                                .description(policy.description())
                                .tags(Marks.tags(policy.ownership().mark())))));
    }

    private String update(Policy policy, JsonNode document, software.amazon.awssdk.services.iam.model.Policy there) {
        if (document.equals(current(policy.account(), policy.name(), there))) {
            return there.arn();
        }
        Marks.requireOurs(thing(policy.name()), there.arn(), Marks.of(there.tags()), policy.ownership());
        makeRoom(policy);
        IamClient iam = accounts.iam(policy.account());
        AwsFailures.translating(
                "changing " + thing(policy.name()),
                () -> iam.createPolicyVersion(request -> request.policyArn(there.arn())
                        .policyDocument(document.toString())
                        .setAsDefault(true)));
        return there.arn();
    }

    private void makeRoom(Policy policy) {
        List<PolicyVersion> olderVersions = olderVersions(policy.account(), policy.name());
        if (olderVersions.size() + 1 < MOST_VERSIONS) {
            return;
        }
        olderVersions.stream()
                .min(Comparator.comparing(PolicyVersion::createDate))
                .ifPresent(oldest -> deleteVersion(policy.account(), policy.name(), oldest));
    }

    /** All but the default one. */
    private List<PolicyVersion> olderVersions(AccountId account, String name) {
        IamClient iam = accounts.iam(account);
        return AwsFailures.found(
                        "listing the versions of " + thing(name),
                        () -> iam
                                .listPolicyVersionsPaginator(request -> request.policyArn(arn(account, name)))
                                .versions()
                                .stream()
                                .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
                                .toList())
                .orElseGet(List::of);
    }

    private void deleteVersion(AccountId account, String name, PolicyVersion version) {
        IamClient iam = accounts.iam(account);
        AwsFailures.removing(
                "deleting version " + version.versionId() + " of " + thing(name),
                () -> iam.deletePolicyVersion(
                        request -> request.policyArn(arn(account, name)).versionId(version.versionId())));
    }

    Removal remove(RemovablePolicy removable, UndoPass pass) {
        Named policy = removable.policy();
        var there = get(policy.account(), policy.name());
        if (there.isEmpty()) {
            return Removal.gone();
        }
        Optional<String> mark = Marks.of(there.get().tags());
        if (!Marks.isOurs(mark, policy.mark())) {
            return Removal.foreign(thing(policy.name()), mark);
        }
        if (isChanged(removable, there.get())) {
            return Removal.changed(thing(policy.name()), "its document");
        }
        List<String> holders = holders(removable, pass);
        if (!holders.isEmpty()) {
            return Removal.kept(thing(policy.name()) + " is attached to " + String.join(", ", holders));
        }
        return pass.preview() ? Removal.removed() : delete(policy);
    }

    private boolean isChanged(RemovablePolicy removable, software.amazon.awssdk.services.iam.model.Policy there) {
        if (removable.asked().isEmpty()) {
            return false;
        }
        JsonNode current =
                current(removable.policy().account(), removable.policy().name(), there);
        return removable.asked().stream().map(PolicyDocuments::wanted).noneMatch(current::equals);
    }

    /** What holds the policy and will go on to do so. */
    private List<String> holders(RemovablePolicy removable, UndoPass pass) {
        List<String> holders = attachedTo(removable.policy());
        return Roles.removed(removable.role(), pass)
                .map(role -> roles.staying(
                        holders, role, pass.preview(), thing(removable.policy().name())))
                .orElse(holders);
    }

    private List<String> attachedTo(Named policy) {
        IamClient iam = accounts.iam(policy.account());
        List<String> holders = new ArrayList<>();
        AwsFailures.found("listing what " + thing(policy.name()) + " is attached to", () -> {
            for (var page : iam.listEntitiesForPolicyPaginator(
                    request -> request.policyArn(arn(policy.account(), policy.name())))) {
                page.policyRoles().forEach(role -> holders.add(Roles.thing(role.roleName())));
                page.policyUsers().forEach(user -> holders.add("the user " + user.userName()));
                page.policyGroups().forEach(group -> holders.add("the group " + group.groupName()));
            }
            return holders;
        });
        return holders;
    }

    private Removal delete(Named policy) {
        IamClient iam = accounts.iam(policy.account());
        olderVersions(policy.account(), policy.name())
                .forEach(version -> deleteVersion(policy.account(), policy.name(), version));
        return IamDeletions.delete(
                thing(policy.name()),
                () -> iam.deletePolicy(request -> request.policyArn(arn(policy.account(), policy.name()))));
    }

    private JsonNode current(AccountId account, String name, software.amazon.awssdk.services.iam.model.Policy there) {
        IamClient iam = accounts.iam(account);
        return PolicyDocuments.decoded(AwsFailures.translating(
                "reading the document of " + thing(name),
                () -> iam.getPolicyVersion(
                                request -> request.policyArn(there.arn()).versionId(there.defaultVersionId()))
                        .policyVersion()
                        .document()));
    }

    private Optional<software.amazon.awssdk.services.iam.model.Policy> get(AccountId account, String name) {
        IamClient iam = accounts.iam(account);
        return AwsFailures.found(
                "reading " + thing(name),
                () -> iam.getPolicy(request -> request.policyArn(arn(account, name)))
                        .policy());
    }

    private static String arn(AccountId account, String name) {
        return "arn:aws:iam::" + account + ":policy/" + name;
    }

    private static String thing(String name) {
        return "the policy " + name;
    }
}
