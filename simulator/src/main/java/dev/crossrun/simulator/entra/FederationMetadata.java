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

    HttpReply document(Map<String, String> options) {
        String text = Optional.ofNullable(options.get("appid"))
                .map(this::ofApplication)
                .orElseGet(() -> EntraMetadata.ofTenant(tenant.id(), tenant.keys()));
        return HttpReply.of(200, "application/xml", text);
    }

    /** All certificates of the application; the document is signed with the active one. */
    private String ofApplication(String appId) {
        ServicePrincipal principal = tenant.servicePrincipals().visible().stream()
                .filter(each -> each.appId().equals(appId))
                .findFirst()
                .orElseThrow(() -> new GraphError(
                        400,
                        "invalid_request",
                        "AADSTS700016: Application with identifier '" + appId + "' was not found in the directory '"
                                + tenant.id() + "'."));
        ServicePrincipal.TokenSigningKey active = principal
                .activeKey()
                .orElseThrow(() -> new GraphError(
                        400, "invalid_request", "AADSTS500018: no signing certificate for '" + appId + "'."));
        List<SigningKey> others = new ArrayList<>();
        principal.keys().stream().filter(key -> !key.equals(active)).forEach(key -> others.add(key.key()));
        return EntraMetadata.ofApplication(tenant.id(), active.key(), others);
    }
}
