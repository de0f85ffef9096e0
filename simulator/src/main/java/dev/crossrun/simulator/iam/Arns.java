package dev.crossrun.simulator.iam;

import java.util.List;
import java.util.regex.Pattern;

/** Comparison of ARNs part by part: a wildcard does not reach over the colons of the first five parts. */
final class Arns {
    private static final Pattern COLONS = Pattern.compile(":(?![^{]*})");

    private Arns() {}

    static boolean match(dev.crossrun.simulator.iam.Pattern pattern, String arn, Context context) {
        if (pattern.text().equals("*")) {
            return true;
        }
        List<String> expected = List.of(COLONS.split(pattern.text(), 6));
        List<String> actual = List.of(arn.split(":", 6));
        if (expected.size() != actual.size()) {
            return pattern.matches(arn, context, false);
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!pattern.part(expected.get(i)).matches(actual.get(i), context, false)) {
                return false;
            }
        }
        return true;
    }
}
