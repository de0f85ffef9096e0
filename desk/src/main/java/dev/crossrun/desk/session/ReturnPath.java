package dev.crossrun.desk.session;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where a person goes after sign-in: a page of the desk, never another site. */
final class ReturnPath {
    private static final String HOME = "/desk/";

    /** It travels in the cookie of the sign-in, which browsers drop above 4096 bytes. */
    private static final int LONGEST = 2_000;

    private ReturnPath() {}

    /** The path and query, if they are the desk's and have at most 2000 characters; otherwise its first page. */
    static String of(@Nullable String asked) {
        if (asked == null || !asked.startsWith(HOME)) {
            return HOME;
        }
        try {
            URI uri = new URI(asked);
            boolean plain = uri.getScheme() == null
                    && uri.getRawAuthority() == null
                    && uri.normalize().getRawPath().startsWith(HOME)
                    && !uri.getRawPath().startsWith(HOME + "sign");
            return plain && uri.toASCIIString().length() <= LONGEST ? uri.toASCIIString() : HOME;
        } catch (URISyntaxException e) {
            return HOME;
        }
    }
}
