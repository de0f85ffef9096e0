package dev.crossrun.simulator.service;

import dev.crossrun.simulator.iam.PolicyDocument;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.World;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IAM takes a trust policy only if the principals that it names exist. */
final class IamPrincipals {
    private static final Pattern ARN =
            Pattern.compile("arn:aws:iam::(\\d{12}):(root|user/.+|role/.+|saml-provider/.+)");
    private static final Set<String> WEB_IDENTITY =
            Set.of("cognito-identity.amazonaws.com", "accounts.google.com", "graph.facebook.com", "www.amazon.com");

    private IamPrincipals() {}

    static void check(ServiceCall call, PolicyDocument trust) {
        trust.principals("Federated")
                .forEach(name -> require(
                        WEB_IDENTITY.contains(name) || (name.contains(":saml-provider/") && exists(call.world(), name)),
                        "Federated",
                        name));
        trust.principals("AWS")
                .forEach(name -> require(
                        name.equals("*") || call.world().account(name).isPresent() || exists(call.world(), name),
                        "AWS",
                        name));
        trust.principals("Service").forEach(name -> require(name.endsWith(".amazonaws.com"), "Service", name));
    }

    private static boolean exists(World world, String arn) {
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches()
                && world.account(matcher.group(1))
                        .filter(account -> holds(account.iam(), arn, matcher.group(2)))
                        .isPresent();
    }

    private static boolean holds(Iam iam, String arn, String resource) {
        String name = resource.substring(resource.lastIndexOf('/') + 1);
        if (resource.startsWith("saml-provider/")) {
            return iam.samlProviders().get(arn).isPresent();
        }
        if (resource.startsWith("role/")) {
            return iam.role(name).filter(role -> role.arn().equals(arn)).isPresent();
        }
        return resource.equals("root") || iam.user(name).isPresent();
    }

    private static void require(boolean valid, String type, String name) {
        if (!valid) {
            throw new ServiceError(
                    400, "MalformedPolicyDocument", "Invalid principal in policy: \"" + type + "\":\"" + name + "\"");
        }
    }
}
