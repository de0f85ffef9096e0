package dev.crossrun.simulator.entra;

import dev.crossrun.simulator.saml.EntraMetadata;
import dev.crossrun.simulator.saml.SigningKey;
import dev.crossrun.simulator.wire.HttpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code …/federationmetadata.xml}: with {@code ?appid=} that of the application, without it the tenant's own. */
final class FederationMetadata {
    private final EntraTenant tenant;

    FederationMetadata(EntraTenant tenant) {
        this.tenant = tenant;
    }

    HttpReply document(Map<String, String> options, SignInReplies replies) {
        Optional<String> appId = Optional.ofNullable(options.get("appid"));
        if (appId.isEmpty()) {
            return xml(EntraMetadata.ofTenant(tenant.id(), tenant.keys()));
        }
        return tenant.servicePrincipals().visible().stream()
                .filter(each -> each.appId().equals(appId.get()))
                .findFirst()
                .map(principal -> ofApplication(principal, replies))
                .orElseGet(() -> replies.unknownApplication(appId.get()));
    }

    /** All certificates of the application; the document is signed with the active one. */
    private HttpReply ofApplication(ServicePrincipal principal, SignInReplies replies) {
        Optional<ServicePrincipal.TokenSigningKey> active = principal.activeKey();
        if (active.isEmpty()) {
            return replies.refused(
                    400, "invalid_request", 500018, "no signing certificate for '" + principal.appId() + "'.");
        }
        List<SigningKey> others = new ArrayList<>();
        principal.keys().stream().filter(key -> !key.equals(active.get())).forEach(key -> others.add(key.key()));
        return xml(EntraMetadata.ofApplication(tenant.id(), active.get().key(), others));
    }

    private static HttpReply xml(String document) {
        return HttpReply.of(200, "application/xml", document);
    }
}
