package dev.crossrun.runbook.connect.page;

import dev.crossrun.run.task.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A page of a host that has no part in the sign-in: the identity source is not the one that was expected. */
public final class UnexpectedHost {
    private static final Pattern ADDRESS = Pattern.compile("https?://([a-z0-9.-]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern EXPECTED = Pattern.compile(
            "(.+\\.)?(aws|amazon\\.com|amazonaws\\.com|amazonaws\\.cn|amazonaws-us-gov\\.com|awsapps\\.com|microsoft\\.com"
                    + "|microsoftonline\\.com|microsoftonline\\.us|partner\\.microsoftonline\\.cn|windows\\.net|live\\.com"
                    + "|aka\\.ms)");

    private UnexpectedHost() {}

    /** The reason, if a text has an address of such a host. */
    public static Optional<Reason> in(String text, String pointer) {
        return ADDRESS.matcher(text)
                .results()
                .map((MatchResult found) ->
                        found.group(1).toLowerCase(Locale.ROOT).replaceFirst("\\.$", ""))
                .filter(host -> !EXPECTED.matcher(host).matches())
                .findFirst()
                .map(host -> new Reason(
                        pointer,
                        "OTHER_IDENTITY_SOURCE",
                        "The page is of " + host
                                + ", which is neither Microsoft's nor AWS's: IAM Identity Center sends people to"
                                + " another identity provider than this run's, or Entra sends the domain's users on to it. Look"
                                + " at the identity source in IAM Identity Center (*Settings*): entity id and sign-in URL must"
                                + " be those of this run's metadata of Entra."));
    }
}
