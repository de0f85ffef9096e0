package dev.crossrun.simulator.signin;

import dev.crossrun.simulator.world.DirectoryUser;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves the value of an attribute mapping for one user: literals with {@code ${user:…}} in them (Identity Center
 * user guide, "Attribute mappings"). What the user does not have resolves to nothing.
 */
final class UserAttributes {

    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{user:([A-Za-z_]+)}");

    private final Map<String, String> values;

    UserAttributes(DirectoryUser user) {
        this.values = Map.of(
                "email", user.primaryEmail().orElse(""),
                "givenName", user.givenName(),
                "familyName", user.familyName(),
                "name", user.displayName(),
                "preferredUsername", user.userName(),
                "subject", user.userName());
    }

    String resolve(String mapping) {
        return EXPRESSION
                .matcher(mapping)
                .replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), "")));
    }
}
