package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.InvalidMetadataException;
import dev.crossrun.simulator.saml.ProviderMetadata;
import dev.crossrun.simulator.world.Replicated;
import dev.crossrun.simulator.world.SamlProvider;
import java.util.Map;
import java.util.Optional;

/** IAM's SAML providers. Deleting one leaves the roles that trust it alone. */
final class IamSamlProviders {
    private static final int QUOTA = 100;

    private IamSamlProviders() {}

    static Map<String, IamEntities.Operation> operations() {
        return Map.of(
                "CreateSAMLProvider", IamSamlProviders::create,
                "GetSAMLProvider", IamSamlProviders::get,
                "UpdateSAMLProvider", IamSamlProviders::update,
                "DeleteSAMLProvider", IamSamlProviders::delete,
                "ListSAMLProviders", IamSamlProviders::list,
                "ListSAMLProviderTags", IamSamlProviders::listTags,
                "TagSAMLProvider", IamSamlProviders::tag);
    }

    /** The ARN that a call is about, {@code *} for the list. */
    static String resource(ServiceCall call) {
        return switch (call.operation()) {
            case "CreateSAMLProvider" -> IamEntities.iam(call).arn("saml-provider/" + Members.required(call, "Name"));
            case "ListSAMLProviders" -> "*";
            default -> Members.required(call, "SAMLProviderArn");
        };
    }

    private static Optional<ObjectNode> create(ServiceCall call) {
        Replicated<String, SamlProvider> all = all(call);
        String name = Members.required(call, "Name", "[\\w._-]+", 1, 128);
        Members.refuse(call, "AddPrivateKey", "AssertionEncryptionMode");
        String document = document(Members.required(call, "SAMLMetadataDocument"));
        ProviderMetadata metadata = parse(document);
        String arn = IamEntities.iam(call).arn("saml-provider/" + name);
        if (all.latest(arn).isPresent()) {
            throw IamEntities.exists("SAMLProvider with name " + name + " already exists.");
        }
        if (all.all().size() >= QUOTA) {
            throw IamEntities.limit("SAMLProvidersPerAccount", QUOTA);
        }
        Map<String, String> tags = Members.tags(call);
        String uuid = call.world().ids().unique("SAMLSP");
        all.put(arn, new SamlProvider(name, arn, uuid, document, call.world().now(), metadata.validUntil(), tags));
        ObjectNode response = Members.object().put("SAMLProviderArn", arn);
        if (!tags.isEmpty()) {
            response.set("Tags", Members.tagNodes(tags));
        }
        return Optional.of(response);
    }

    private static Optional<ObjectNode> get(ServiceCall call) {
        SamlProvider provider = seen(call);
        ObjectNode response = Members.object()
                .put("SAMLProviderUUID", provider.uuid())
                .put("SAMLMetadataDocument", provider.document())
                .put("CreateDate", Members.time(provider.createDate()))
                .put("ValidUntil", Members.time(provider.validUntil()));
        response.set("Tags", Members.tagNodes(provider.tags()));
        return Optional.of(response);
    }

    private static Optional<ObjectNode> update(ServiceCall call) {
        SamlProvider provider = changeable(call);
        Members.refuse(call, "AddPrivateKey", "AssertionEncryptionMode", "RemovePrivateKey");
        Optional<String> document = Members.text(call, "SAMLMetadataDocument").map(IamSamlProviders::document);
        document.ifPresent(text -> all(call)
                .put(provider.arn(), provider.withDocument(text, parse(text).validUntil())));
        return Optional.of(Members.object().put("SAMLProviderArn", provider.arn()));
    }

    private static Optional<ObjectNode> delete(ServiceCall call) {
        all(call).remove(changeable(call).arn());
        return Optional.empty();
    }

    private static Optional<ObjectNode> list(ServiceCall call) {
        ObjectNode response = Members.object();
        ArrayNode list = response.putArray("SAMLProviderList");
        all(call)
                .visible()
                .forEach(provider -> list.addObject()
                        .put("Arn", provider.arn())
                        .put("ValidUntil", Members.time(provider.validUntil()))
                        .put("CreateDate", Members.time(provider.createDate())));
        return Optional.of(response);
    }

    private static Optional<ObjectNode> listTags(ServiceCall call) {
        return Optional.of(
                IamEntities.page(call, "Tags", Members.tagNodes(seen(call).tags())));
    }

    private static Optional<ObjectNode> tag(ServiceCall call) {
        SamlProvider provider = changeable(call);
        all(call).put(provider.arn(), provider.withTags(Members.tags(call)));
        return Optional.empty();
    }

    private static String document(String document) {
        Members.check("SAMLMetadataDocument", document, "(?s).*", 1000, 10_000_000);
        return document;
    }

    private static ProviderMetadata parse(String document) {
        try {
            return ProviderMetadata.parse(document);
        } catch (InvalidMetadataException e) {
            throw new ServiceError(400, e.code(), e.text());
        }
    }

    private static SamlProvider seen(ServiceCall call) {
        String arn = Members.required(call, "SAMLProviderArn");
        return IamEntities.seen(all(call), arn, "Manifest not found for arn " + arn);
    }

    private static SamlProvider changeable(ServiceCall call) {
        String arn = Members.required(call, "SAMLProviderArn");
        return IamEntities.changeable(all(call), arn, "Manifest not found for arn " + arn);
    }

    private static Replicated<String, SamlProvider> all(ServiceCall call) {
        return IamEntities.iam(call).samlProviders();
    }
}
