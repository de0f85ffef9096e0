package dev.crossrun.federation;

import dev.crossrun.domain.Region;
import dev.crossrun.run.task.Reason;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Identity Center's SCIM endpoint (IAM Identity Center User Guide, "Automatic provisioning"). */
final class ScimEndpoint {
    private static final Pattern SHAPE =
            Pattern.compile("https://scim\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|api\\.aws)/[0-9A-Za-z-]{8,64}/scim/v2/?");

    private ScimEndpoint() {}

    /** Why this is not the endpoint of the Identity Center in this Region. */
    static Optional<Reason> fault(String url, Region region) {
        Matcher matcher = SHAPE.matcher(url);
        if (!matcher.matches()) {
            return Optional.of(new Reason(
                    "/endpoint",
                    "WRONG_ENDPOINT",
                    "this is no SCIM endpoint of IAM Identity Center; wanted: https://scim." + region
                            + ".amazonaws.com/…/scim/v2/"));
        }
        return matcher.group(1).equals(region.value())
                ? Optional.empty()
                : Optional.of(new Reason(
                        "/endpoint",
                        "WRONG_REGION",
                        "this is the endpoint of an IAM Identity Center in " + matcher.group(1) + "; wanted: that in "
                                + region));
    }
}
