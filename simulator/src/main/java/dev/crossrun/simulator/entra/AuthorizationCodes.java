package dev.crossrun.simulator.entra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The authorization codes of a tenant: each is good for ten minutes and for one redemption, by the client that asked, with the
 * redirect URI and the code verifier of the request (Microsoft identity platform, "OAuth 2.0 authorization code flow").
 */
final class AuthorizationCodes {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** For how long a code is remembered, so that its later use has its own error. */
    private static final Duration MEMORY = Duration.ofDays(1);

    /** What a code stands for. */
    record Grant(AuthorizationRequest request, EntraUser user, Instant issuedAt, boolean redeemed) {}

    /** Why a code is not redeemed; {@code code} is the number after AADSTS. */
    static final class InvalidGrant extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int code;

        InvalidGrant(int code, String description) {
            super(description);
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    private final EntraTenant tenant;
    private final Map<String, Grant> grants = new HashMap<>();

    AuthorizationCodes(EntraTenant tenant) {
        this.tenant = tenant;
    }

    String issue(AuthorizationRequest request, EntraUser user) {
        grants.values().removeIf(grant -> grant.issuedAt().plus(MEMORY).isBefore(tenant.now()));
        String code = "1." + tenant.ids().secret(300).replace('+', '-').replace('/', '_');
        grants.put(code, new Grant(request, user, tenant.now(), false));
        return code;
    }

    /** Redeems the code of a form whose client is authenticated. */
    Grant redeem(Map<String, String> form) {
        String code = form.getOrDefault("code", "");
        Grant grant = Optional.ofNullable(grants.get(code))
                .filter(each -> each.request().clientId().equals(form.get("client_id")))
                .orElseThrow(() -> new InvalidGrant(9002313, "Invalid request. Request is malformed or invalid."));
        if (grant.redeemed()) {
            throw new InvalidGrant(
                    54005,
                    "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an"
                            + " existing refresh token.");
        }
        if (grant.issuedAt().plus(LIFETIME).isBefore(tenant.now())) {
            throw new InvalidGrant(
                    70008,
                    "The provided authorization code or refresh token has expired due to inactivity. Send a new"
                            + " interactive authorization request for this user and resource.");
        }
        String redirectUri = form.getOrDefault("redirect_uri", "");
        if (!grant.request().redirectUri().equals(redirectUri)) {
            throw new InvalidGrant(
                    500112,
                    "The reply address '" + redirectUri + "' does not match the reply address '"
                            + grant.request().redirectUri() + "' provided when requesting Authorization code.");
        }
        verify(grant.request().codeChallenge(), form.getOrDefault("code_verifier", ""));
        grants.put(code, new Grant(grant.request(), grant.user(), grant.issuedAt(), true));
        return grant;
    }

    private static void verify(String challenge, String verifier) {
        if (verifier.isEmpty()) {
            throw new InvalidGrant(
                    50148,
                    "The code_verifier does not match the code_challenge supplied in the authorization request for"
                            + " PKCE.");
        }
        if (!challenge.equals(sha256(verifier))) {
            throw new InvalidGrant(
                    501481,
                    "The Code_Verifier does not match the code_challenge supplied in the authorization request.");
        }
    }

    /** The hash in Base64url, without padding. */
    static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }
}
