package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.simulator.saml.EntraMetadata;
import dev.crossrun.simulator.saml.MetadataDocuments;
import dev.crossrun.simulator.saml.SigningKeys;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.World;

/** Files that an administrator can download: the right one, and those that look like it. */
public final class Downloads {

    private static final String TENANT = "6f2d8c1e-9b3a-4c75-8e10-5ad7c0f4b921";
    private static final String ACS_ID = "6575772d0b5f71c3-2c6e-4a31-9d0e-8f4f5b1a7c26";

    private final SigningKeys keys;
    private final ConsoleCenter console;

    /** The files of one world. */
    public Downloads(World world) {
        this.keys = world.signingKeys();
        this.console = new ConsoleCenter(world);
    }

    /** "IAM Identity Center SAML metadata file". */
    public HttpReply applicationMetadata(SamlApplication application) {
        IdentityCenter center = console.center();
        String document = MetadataDocuments.identityCenterApplication(
                center.region(),
                center.ownerAccountId(),
                application.instanceId(),
                application.signingKey().certificate());
        return file(application.displayName() + "_" + application.instanceId() + ".xml", document);
    }

    /** "Download metadata file": Identity Center as a service provider. */
    public HttpReply serviceProviderMetadata(ConsoleRequest request) {
        IdentityCenter center = console.center();
        console.recordDirectory(
                request,
                "GetAWSSPConfigurationForDirectory",
                JsonNodeFactory.instance.objectNode().put("directoryId", center.identityStoreId()));
        return file(
                center.identityStoreId() + ".xml",
                MetadataDocuments.identityCenterServiceProvider(
                        center.region(),
                        center.identityStoreId(),
                        center.source().acsId()));
    }

    /** Documents that are somebody else's, or for another step. */
    HttpReply document(ConsoleRequest request) {
        String name = request.parameter("document");
        return file(name + ".xml", content(name));
    }

    private String content(String name) {
        IdentityCenter center = console.center();
        return switch (name) {
            case "identity-center-service-provider" ->
                MetadataDocuments.identityCenterServiceProvider(center.region(), center.identityStoreId(), ACS_ID);
            case "entra-application" -> EntraMetadata.ofApplication(TENANT, keys);
            case "entra-tenant" -> EntraMetadata.ofTenant(TENANT, keys);
            case "aws-sign-in" ->
                MetadataDocuments.awsSignIn(
                        keys.create("CN=signin.aws.amazon.com", 1).certificate());
            case "other-identity-provider" ->
                MetadataDocuments.otherIdentityProvider(
                        "https://idp.example.org",
                        keys.create("CN=idp.example.org", 1).certificate());
            default -> throw ConsoleException.notFound("Document " + name);
        };
    }

    private static HttpReply file(String name, String content) {
        return HttpReply.of(200, "application/xml", content)
                .withHeader(
                        "Content-Disposition",
                        "attachment; filename=\"" + name.replaceAll("[\"\\\\\\p{Cntrl}]", "_") + "\"");
    }
}
