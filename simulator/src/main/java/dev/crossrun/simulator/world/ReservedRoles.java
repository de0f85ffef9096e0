package dev.crossrun.simulator.world;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The roles that Identity Center makes in accounts: {@code AWSReservedSSO_}, the permission set's name and 16 hex digits,
 * under the path {@code /aws-reserved/sso.amazonaws.com/}, followed by the home Region unless it is us-east-1. A session may
 * last 12 hours; the permission set says how long it does (Identity Center user guide, "IAM roles created by IAM Identity
 * Center", "Set session duration for AWS accounts").
 */
final class ReservedRoles {
    private static final int LONGEST_SESSION = 43_200;
    private static final String INLINE_POLICY = "AwsSSOInlinePolicy";

    private final World world;
    private final IdentityCenter center;
    private final String providerSuffix;

    ReservedRoles(World world, IdentityCenter center) {
        this.world = world;
        this.center = center;
        this.providerSuffix = world.ids().hex(16);
    }

    String newName(PermissionSet set) {
        return "AWSReservedSSO_" + set.name() + "_" + world.ids().hex(16);
    }

    /** The role as it is from now on. One that is there keeps its unique id, so that sessions of it live on. */
    IamRole role(String accountId, String name, PermissionSet set) {
        Optional<IamRole> existing =
                world.requireAccount(accountId).iam().reservedRoles().latest(name);
        return new IamRole(
                name,
                path(),
                existing.map(IamRole::id).orElseGet(() -> world.ids().unique("AROA")),
                "arn:aws:iam::" + accountId + ":role" + path() + name,
                existing.map(IamRole::createDate).orElseGet(world::now),
                trustPolicy(accountId),
                set.description(),
                LONGEST_SESSION,
                set.policies()
                        .inline()
                        .map(document -> Map.of(INLINE_POLICY, document))
                        .orElse(Map.of()),
                attached(accountId, set.policies()),
                Map.of(),
                Optional.empty());
    }

    private String path() {
        String region = center.region().equals("us-east-1") ? "" : center.region() + "/";
        return "/aws-reserved/sso.amazonaws.com/" + region;
    }

    private static List<String> attached(String accountId, PermissionSet.Policies policies) {
        return Stream.concat(
                        policies.managedArns().stream(),
                        policies.customerManaged().stream().map(policy -> policy.arn(accountId)))
                .toList();
    }

    /** The SAML provider through which Identity Center enters an account; it is not among the account's providers here. */
    String providerArn(String accountId) {
        return "arn:aws:iam::" + accountId + ":saml-provider/AWSSSO_" + providerSuffix + "_DO_NOT_DELETE";
    }

    private String trustPolicy(String accountId) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                 "Principal": {"Federated": "%s"},
                 "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"],
                 "Condition": {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}}]}""".formatted(providerArn(accountId));
    }
}
