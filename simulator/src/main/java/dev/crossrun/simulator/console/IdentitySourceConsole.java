package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.InvalidMetadataException;
import dev.crossrun.simulator.saml.MetadataDocuments;
import dev.crossrun.simulator.saml.ProviderMetadata;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.IdentitySourceSettings;
import dev.crossrun.simulator.world.World;
import java.util.Set;

/** "Settings", tab "Identity source": the wizard "Change identity source" and "Automatic provisioning". */
final class IdentitySourceConsole {
    private final ConsoleCenter console;

    IdentitySourceConsole(World world) {
        this.console = new ConsoleCenter(world);
    }

    HttpReply show(ConsoleRequest request) {
        IdentityCenter center = console.center();
        ObjectNode page = object().put(
                        "identitySource",
                        center.source().external() ? "External identity provider" : "Identity Center directory")
                .put("entityId", center.entityId())
                .put("acsUrl", center.acsUrl());
        center.source().scimTenant().ifPresent(tenant -> page.put("scimEndpoint", endpoint(center, tenant)));
        return ConsoleSurface.json(200, page);
    }

    /** "Download metadata file": Identity Center as a service provider. */
    HttpReply downloadMetadata(ConsoleRequest request) {
        IdentityCenter center = console.center();
        console.recordDirectory(request, "GetAWSSPConfigurationForDirectory", directory(center));
        String document = MetadataDocuments.identityCenterServiceProvider(
                center.region(), center.identityStoreId(), center.source().acsId());
        return HttpReply.of(200, "application/xml", document)
                .withHeader("Content-Disposition", "attachment; filename=\"" + center.identityStoreId() + ".xml\"");
    }

    /** The wizard's last page: the identity provider's metadata, and ACCEPT typed. */
    HttpReply change(ConsoleRequest request) {
        request.onlyFields(Set.of("metadata", "confirmation"));
        String metadata = request.required("metadata");
        String text = metadata.startsWith("\uFEFF") ? metadata.substring(1) : metadata;
        if (!request.required("confirmation").equals("ACCEPT")) {
            throw ConsoleException.invalid("Type ACCEPT to change your identity source");
        }
        try {
            ProviderMetadata.parse(text);
        } catch (InvalidMetadataException e) {
            throw ConsoleException.invalid("The IdP SAML metadata is not valid: " + e.text());
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
        return show(request);
    }

    /** "Automatic provisioning" → "Enable": the endpoint, and a token that is shown this once. */
    HttpReply enableProvisioning(ConsoleRequest request) {
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

    HttpReply disableProvisioning(ConsoleRequest request) {
        IdentityCenter center = console.center();
        center.source().disableScim();
        console.recordDirectory(request, "DeleteProvisioningTenant", directory(center));
        return show(request);
    }

    /** "Manage provisioning" → "Generate token". */
    HttpReply generateToken(ConsoleRequest request) {
        IdentityCenter center = console.center();
        if (center.source().scimTenant().isEmpty()) {
            throw new ConsoleException(409, "Automatic provisioning is not enabled");
        }
        return token(request, center);
    }

    private HttpReply token(ConsoleRequest request, IdentityCenter center) {
        String token = center.source()
                .newToken()
                .orElseThrow(() -> new ConsoleException(409, "You have reached the limit of two access tokens"));
        console.recordDirectory(request, "CreateBearerToken", directory(center));
        String tenant = center.source().scimTenant().orElseThrow();
        return ConsoleSurface.json(
                201, object().put("scimEndpoint", endpoint(center, tenant)).put("accessToken", token));
    }

    private static String endpoint(IdentityCenter center, String tenant) {
        return "https://scim." + center.region() + ".amazonaws.com/" + tenant + "/scim/v2/";
    }

    private static ObjectNode directory(IdentityCenter center) {
        return object().put("directoryId", center.identityStoreId());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
