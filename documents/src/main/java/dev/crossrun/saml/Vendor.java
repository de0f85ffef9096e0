package dev.crossrun.saml;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Identity providers that are known by the shape of their entity id, as each vendor documents it. */
enum Vendor {
    OKTA("Okta", "https?://(www\\.okta\\.com|[^/]+\\.okta(preview|-emea)?\\.com)/.*"),
    GOOGLE("Google Workspace", "https://accounts\\.google\\.com/o/saml2.*"),
    ADFS("AD FS", "https?://[^/]+/adfs/services/trust"),
    SHIBBOLETH("Shibboleth", "https?://[^/]+/(idp/)?shibboleth(-idp)?"),
    KEYCLOAK("Keycloak", "https?://[^/]+/(auth/)?realms/[^/]+"),
    PING("Ping Identity", "https://(auth|sso)\\.(pingone|connect\\.pingidentity)\\..*"),
    ONELOGIN("OneLogin", "https://[^/]+\\.onelogin\\.com/.*"),
    AUTH0("Auth0", "urn:[^/]+\\.auth0\\.com"),
    JUMPCLOUD("JumpCloud", "https?://(sso\\.)?jumpcloud\\.com.*|JumpCloud.*");

    private final String title;
    private final Pattern entityId;

    Vendor(String title, String entityId) {
        this.title = title;
        this.entityId = Pattern.compile(entityId);
    }

    static Optional<String> of(String entityId) {
        return Arrays.stream(values())
                .filter(vendor -> vendor.entityId.matcher(entityId).matches())
                .map(vendor -> vendor.title)
                .findFirst();
    }
}
