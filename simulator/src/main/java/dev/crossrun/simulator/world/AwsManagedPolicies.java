package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Some AWS managed policies ("AWS managed policy reference"), which every account has. Their documents are shortened to what
 * the simulated services know.
 */
public final class AwsManagedPolicies {
    private static final String PREFIX = "arn:aws:iam::aws:policy/";
    private static final Instant CREATED = Instant.parse("2015-02-06T18:39:46Z");

    private static final Map<String, List<String>> ACTIONS = Map.of(
            "AdministratorAccess",
            List.of("*"),
            "PowerUserAccess",
            List.of("connect:*", "cloudtrail:*", "servicequotas:*", "organizations:DescribeOrganization"),
            "ReadOnlyAccess",
            List.of(
                    "connect:Describe*",
                    "connect:List*",
                    "connect:Search*",
                    "iam:Get*",
                    "iam:List*",
                    "cloudtrail:LookupEvents",
                    "servicequotas:Get*",
                    "servicequotas:List*",
                    "sts:GetCallerIdentity"),
            "job-function/ViewOnlyAccess",
            List.of("connect:List*", "iam:ListRoles", "iam:ListPolicies", "cloudtrail:LookupEvents"),
            "IAMFullAccess",
            List.of("iam:*"),
            "IAMReadOnlyAccess",
            List.of("iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy"),
            "AmazonConnect_FullAccess",
            List.of("connect:*", "ds:*", "iam:CreateServiceLinkedRole"),
            "AmazonConnectReadOnlyAccess",
            List.of("connect:Describe*", "connect:List*", "connect:Search*"),
            "AWSCloudTrail_ReadOnlyAccess",
            List.of("cloudtrail:LookupEvents"));

    private AwsManagedPolicies() {}

    public static Optional<ManagedPolicy> find(String arn) {
        String path = arn.startsWith(PREFIX) ? arn.substring(PREFIX.length()) : "";
        return Optional.ofNullable(ACTIONS.get(path)).map(actions -> policy(arn, path, actions));
    }

    private static ManagedPolicy policy(String arn, String path, List<String> actions) {
        int slash = path.lastIndexOf('/') + 1;
        String list = actions.stream().map(action -> '"' + action + '"').collect(Collectors.joining(", "));
        String document = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [%s], "Resource": "*"}]}""".formatted(list);
        return new ManagedPolicy(
                path.substring(slash),
                "/" + path.substring(0, slash),
                "ANPA" + Integer.toHexString(path.hashCode()).toUpperCase(Locale.ROOT),
                arn,
                "",
                CREATED,
                CREATED,
                List.of(new ManagedPolicy.Version("v1", document, CREATED)),
                "v1",
                1,
                Map.of());
    }
}
