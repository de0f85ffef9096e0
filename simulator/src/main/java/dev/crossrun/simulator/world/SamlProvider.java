package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

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

    public SamlProvider withoutTags(Predicate<String> unwanted) {
        Map<String, String> kept = new LinkedHashMap<>(tags);
        kept.keySet().removeIf(unwanted);
        return new SamlProvider(name, arn, uuid, document, createDate, validUntil, kept);
    }

    /** What the provider is like once it was deleted and created again. */
    public SamlProvider recreated(String newUuid, Instant now) {
        return new SamlProvider(name, arn, newUuid, document, now, validUntil, tags);
    }

    public SamlProvider withTags(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(more);
        return new SamlProvider(name, arn, uuid, document, createDate, validUntil, all);
    }
}
