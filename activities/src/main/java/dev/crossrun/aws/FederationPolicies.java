package dev.crossrun.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.Found;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** The customer managed policies that let a session into Connect. */
final class FederationPolicies {
    /** IAM keeps five versions of a policy and no more. */
    private static final int MOST_VERSIONS = 5;

    private final AwsAccounts accounts;

    FederationPolicies(AwsAccounts accounts) {
        this.accounts = accounts;
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
        JsonNode document = PolicyDocuments.access(policy);
        var there = get(policy.account(), policy.name());
        if (there.isEmpty()) {
            if (create(policy, document)) {
                return arn(policy.account(), policy.name());
            }
            there = get(policy.account(), policy.name());
        }
        return update(policy, document, there.orElseThrow(() -> Marks.unseen(thing(policy.name()))));
    }

    private boolean create(Policy policy, JsonNode document) {
        IamClient iam = accounts.iam(policy.account());
        return AwsFailures.created(
                "creating " + thing(policy.name()),
                () -> iam.createPolicy(request -> request.policyName(policy.name())
                        .policyDocument(document.toString())
                        .description("Lets a federated user sign in to one Amazon Connect instance as itself")
                        .tags(Marks.tags(policy.ownership().mark()))));
    }

    private String update(Policy policy, JsonNode document, software.amazon.awssdk.services.iam.model.Policy there) {
        if (document.equals(current(policy.account(), policy.name(), there))) {
            return there.arn();
        }
        Marks.requireOurs(thing(policy.name()), Marks.of(there.tags()), policy.ownership());
        makeRoom(policy, there.arn());
        IamClient iam = accounts.iam(policy.account());
        AwsFailures.translating(
                "changing " + thing(policy.name()),
                () -> iam.createPolicyVersion(request -> request.policyArn(there.arn())
                        .policyDocument(document.toString())
                        .setAsDefault(true)));
        return there.arn();
    }

    private void makeRoom(Policy policy, String arn) {
        IamClient iam = accounts.iam(policy.account());
        List<PolicyVersion> versions = AwsFailures.translating(
                "listing the versions of " + thing(policy.name()),
                () -> iam.listPolicyVersionsPaginator(request -> request.policyArn(arn)).versions().stream()
                        .toList());
        if (versions.size() < MOST_VERSIONS) {
            return;
        }
        versions.stream()
                .filter(version -> !Boolean.TRUE.equals(version.isDefaultVersion()))
                .min(Comparator.comparing(PolicyVersion::createDate))
                .ifPresent(oldest -> AwsFailures.translating(
                        "deleting the oldest version of " + thing(policy.name()),
                        () -> iam.deletePolicyVersion(
                                request -> request.policyArn(arn).versionId(oldest.versionId()))));
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
