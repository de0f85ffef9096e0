package dev.crossrun.runbook.access;

import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.PermissionSetActivities;
import dev.crossrun.activity.PermissionSetActivities.Assigned;
import dev.crossrun.activity.PermissionSetActivities.AssignedQuery;
import dev.crossrun.activity.PermissionSetActivities.Details;
import dev.crossrun.activity.PermissionSetActivities.Key;
import dev.crossrun.domain.AccountId;
import dev.crossrun.engine.Look;
import dev.crossrun.engine.Preflight;
import dev.crossrun.engine.RunInput;
import dev.crossrun.run.document.MarkdownText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The role that a permission set has in an account. Identity Center deletes it with the last assignment of the set there, and
 * names the next one by another suffix (IAM Identity Center User Guide, "Referencing permission sets in resource policies,
 * Amazon EKS Cluster config maps, and AWS KMS key policies").
 */
final class SetRoles {
    private SetRoles() {}

    /** For each set of the request, the accounts in which its role is deleted at the end of the access. */
    static Look<List<Temporary>> look(
            RunInput<TemporaryAccessRequest> input, Look<Instance> center, Look<List<Details>> sets) {
        return Look.maybe(
                "/access",
                preflight -> center.in(preflight)
                        .flatMap(found -> sets.in(preflight)
                                .map(all -> all.stream()
                                        .map(Details::permissionSet)
                                        .map(set -> temporary(
                                                preflight,
                                                new AssignedQuery(
                                                        new Key(found, set),
                                                        input.get().accounts(set.name()))))
                                        .toList())));
    }

    /** Those of these accounts in which nobody has the set now. */
    private static Temporary temporary(Preflight preflight, AssignedQuery query) {
        PermissionSet set = query.key().permissionSet();
        Set<AccountId> staying = preflight
                .batch(PermissionSetActivities.class, "Look who has " + set.name() + " there", AccessPreflight.LARGE)
                .assigned(query)
                .stream()
                .map(Assigned::account)
                .collect(Collectors.toSet());
        return new Temporary(
                set.name(),
                query.accounts().stream()
                        .filter(account -> !staying.contains(account))
                        .toList());
    }

    /** The accounts in which the set has its role for this access alone. */
    record Temporary(String permissionSet, List<AccountId> accounts) {
        /** One finding for all accounts of the set. */
        void warn(Preflight preflight) {
            if (accounts.isEmpty()) {
                return;
            }
            preflight.warn(
                    "/access",
                    "Nobody has " + permissionSet + " on "
                            + accounts.stream().map(Object::toString).collect(Collectors.joining(", "))
                            + " now. IAM Identity Center creates the set's role there for this access, and deletes it at the"
                            + " end. A later access gets a role with another name: a resource policy or a configuration that"
                            + " names the role by its ARN does not match it.",
                    "Look for " + MarkdownText.code("AWSReservedSSO_" + permissionSet)
                            + " in resource policies, key policies and EKS access"
                            + " configurations of these accounts. In a policy, allow the account, and limit it by the"
                            + " condition `ArnLike` `aws:PrincipalArn` "
                            + MarkdownText.code(
                                    "arn:aws:iam::ACCOUNT:role/aws-reserved/sso.amazonaws.com*/AWSReservedSSO_"
                                            + permissionSet + "_*")
                            + ".");
        }
    }
}
