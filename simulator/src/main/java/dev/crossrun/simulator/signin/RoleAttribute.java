package dev.crossrun.simulator.signin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of {@code https://aws.amazon.com/SAML/Attributes/Role}: the ARNs of a role and of a SAML provider of the
 * same account, in either order, with a comma and nothing else between.
 */
record RoleAttribute(String accountId, String roleArn, String roleName, String providerArn) {

    static final String NAME = "https://aws.amazon.com/SAML/Attributes/Role";

    private static final Pattern ROLE = Pattern.compile("arn:aws:iam::(\\d{12}):role/(?:[!-~]+/)?([\\w+=,.@-]{1,64})");
    private static final Pattern PROVIDER = Pattern.compile("arn:aws:iam::(\\d{12}):saml-provider/[\\w._-]{1,128}");

    static Optional<RoleAttribute> parse(String value) {
        String[] arns = value.split(",", -1);
        if (arns.length != 2) {
            return Optional.empty();
        }
        return of(arns[0], arns[1]).or(() -> of(arns[1], arns[0]));
    }

    private static Optional<RoleAttribute> of(String roleArn, String providerArn) {
        Matcher role = ROLE.matcher(roleArn);
        Matcher provider = PROVIDER.matcher(providerArn);
        if (!role.matches() || !provider.matches() || !role.group(1).equals(provider.group(1))) {
            return Optional.empty();
        }
        return Optional.of(new RoleAttribute(role.group(1), roleArn, role.group(2), providerArn));
    }
}
