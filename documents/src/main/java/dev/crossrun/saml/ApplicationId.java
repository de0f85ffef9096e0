package dev.crossrun.saml;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the entity id of an application of IAM Identity Center tells. */
record ApplicationId(String region, String account, String instance) {
    private static final Pattern ENTITY_ID = Pattern.compile(
            "https://portal\\.sso\\.([a-z0-9-]+)\\.amazonaws\\.com/saml/assertion/([A-Za-z0-9+/=%_-]+)");
    private static final Pattern DECODED = Pattern.compile("([0-9]{12})_(ins-[0-9a-f]{8,40})");

    /** {@code https://portal.sso.<region>.amazonaws.com/saml/assertion/<Base64 of account_ins-…>}. */
    static Optional<ApplicationId> of(String entityId) {
        Matcher matcher = ENTITY_ID.matcher(entityId);
        return matcher.matches()
                ? decoded(matcher.group(2))
                        .map(decoded -> new ApplicationId(matcher.group(1), decoded.group(1), decoded.group(2)))
                : Optional.empty();
    }

    private static Optional<Matcher> decoded(String base64) {
        try {
            String plain = URLDecoder.decode(base64.replace("+", "%2B"), StandardCharsets.UTF_8);
            byte[] bytes = Base64.getDecoder().decode(plain.replace('-', '+').replace('_', '/'));
            return Optional.of(DECODED.matcher(new String(bytes, StandardCharsets.ISO_8859_1)))
                    .filter(Matcher::matches);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
