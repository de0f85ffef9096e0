package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.InvalidMetadataException;
import dev.crossrun.simulator.saml.ProviderMetadata;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.IdentitySourceSettings;
import dev.crossrun.simulator.world.World;
import java.util.Optional;
import java.util.Set;

/** "Settings", tab "Identity source": the wizard "Change identity source" and "Automatic provisioning". */
public final class IdentitySourceConsole {
    private final ConsoleCenter console;

    /** The pages of one world. */
    public IdentitySourceConsole(World world) {
        this.console = new ConsoleCenter(world);
    }

    /** The endpoint of automatic provisioning, and a token that is shown this once. */
    public record Provisioning(String endpoint, String accessToken) {}

    /** The SCIM endpoint, once automatic provisioning is enabled. */
    public Optional<String> endpoint() {
        IdentityCenter center = console.center();
        return center.source()
                .scimTenant()
                .map(tenant -> "https://scim." + center.region() + ".amazonaws.com/" + tenant + "/scim/v2/");
    }

    /** What the wizard checks when the file is chosen: returns the document without its byte order mark. */
    public String check(String metadata) {
        String text = metadata.startsWith("\uFEFF") ? metadata.substring(1) : metadata;
        try {
            ProviderMetadata.parse(text);
        } catch (InvalidMetadataException e) {
            throw ConsoleException.invalid("The IdP SAML metadata is not valid: " + e.text());
        }
        return text;
    }

    /** The wizard's last page: the identity provider's metadata, and ACCEPT typed. */
    public void change(ConsoleRequest request) {
        request.onlyFields(Set.of("metadata", "confirmation"));
        String text = check(request.required("metadata"));
        if (!request.required("confirmation").equals("ACCEPT")) {
            throw ConsoleException.invalid("Type ACCEPT to change your identity source");
        }
        IdentityCenter center = console.center();
        boolean first = !center.source().external();
        center.source().changeTo(text);
        if (first) {
            console.recordDirectory(request, "CreateExternalIdPConfigurationForDirectory", directory(center));
            console.recordDirectory(request, "EnableExternalIdPConfigurationForDirectory", directory(center));
        } else {
            console.recordDirectory(request, "UpdateExternalIdPConfigurationForDirectory", directory(center));
        }
    }

    /** "Automatic provisioning" → "Enable": the endpoint, and a token that is shown this once. */
    public Provisioning enableProvisioning(ConsoleRequest request) {
        IdentityCenter center = console.center();
        IdentitySourceSettings source = center.source();
        if (!source.external()) {
            throw new ConsoleException(409, "Automatic provisioning needs an external identity provider");
        }
        if (source.scimTenant().isPresent()) {
            throw new ConsoleException(409, "Automatic provisioning is enabled already: Actions, Manage provisioning");
        }
        source.enableScim();
        console.recordDirectory(request, "CreateProvisioningTenant", directory(center));
        return token(request, center);
    }

    /** "Disable". */
    public void disableProvisioning(ConsoleRequest request) {
        IdentityCenter center = console.center();
        center.source().disableScim();
        console.recordDirectory(request, "DeleteProvisioningTenant", directory(center));
    }

    /** "Manage provisioning" → "Generate token". */
    public Provisioning generateToken(ConsoleRequest request) {
        IdentityCenter center = console.center();
        if (center.source().scimTenant().isEmpty()) {
            throw new ConsoleException(409, "Automatic provisioning is not enabled");
        }
        return token(request, center);
    }

    private Provisioning token(ConsoleRequest request, IdentityCenter center) {
        String token = center.source()
                .newToken()
                .orElseThrow(() -> new ConsoleException(409, "You have reached the limit of two access tokens"));
        console.recordDirectory(request, "CreateBearerToken", directory(center));
        return new Provisioning(endpoint().orElseThrow(), token);
    }

    /** "Manage provisioning" → "Delete" at a token. */
    public void deleteToken(ConsoleRequest request) {
        IdentityCenter center = console.center();
        String id = request.parameter("token");
        if (!center.source().deleteToken(id)) {
            throw ConsoleException.notFound("Access token " + id);
        }
        console.recordDirectory(request, "DeleteBearerToken", directory(center).put("tokenId", id));
    }

    private static ObjectNode directory(IdentityCenter center) {
        return object().put("directoryId", center.identityStoreId());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
