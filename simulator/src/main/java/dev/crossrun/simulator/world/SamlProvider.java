package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An IAM SAML provider: the metadata document an account trusts. */
public record SamlProvider(
        String name,
        String arn,
        String uuid,
        String document,
        Instant createDate,
        Instant validUntil,
        Map<String, String> tags) {
    public SamlProvider {
        tags = Map.copyOf(tags);
    }

    public SamlProvider withDocument(String newDocument, Instant newValidUntil) {
        return new SamlProvider(name, arn, uuid, newDocument, createDate, newValidUntil, tags);
    }

    public SamlProvider withTags(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(more);
        return new SamlProvider(name, arn, uuid, document, createDate, validUntil, all);
    }
}
