package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A customer managed policy with its versions, of which there are five at most; one is the default. */
public record ManagedPolicy(
        String name,
        String path,
        String id,
        String arn,
        String description,
        Instant createDate,
        Instant updateDate,
        List<Version> versions,
        String defaultVersionId,
        int lastVersion,
        Map<String, String> tags) {

    /** One version, {@code v1} and up; numbers are never used again. */
    public record Version(String id, String document, Instant createDate) {}

    public ManagedPolicy {
        versions = List.copyOf(versions);
        tags = Map.copyOf(tags);
    }

    public Optional<Version> version(String versionId) {
        return versions.stream()
                .filter(version -> version.id().equals(versionId))
                .findFirst();
    }

    public String defaultDocument() {
        return version(defaultVersionId).orElseThrow().document();
    }

    public ManagedPolicy addVersion(String document, boolean asDefault, Instant now) {
        Version added = new Version("v" + (lastVersion + 1), document, now);
        List<Version> all = new ArrayList<>(versions);
        all.add(added);
        return copy(all, asDefault ? added.id() : defaultVersionId, lastVersion + 1, now, tags);
    }

    public ManagedPolicy removeVersion(String versionId, Instant now) {
        List<Version> all = new ArrayList<>(versions);
        all.removeIf(version -> version.id().equals(versionId));
        return copy(all, defaultVersionId, lastVersion, now, tags);
    }

    public ManagedPolicy withTags(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(more);
        return copy(versions, defaultVersionId, lastVersion, updateDate, all);
    }

    public ManagedPolicy withoutTags(Predicate<String> unwanted) {
        Map<String, String> kept = new LinkedHashMap<>(tags);
        kept.keySet().removeIf(unwanted);
        return copy(versions, defaultVersionId, lastVersion, updateDate, kept);
    }

    /** What the policy is like once it was deleted and created again. */
    public ManagedPolicy recreated(String newId, Instant now) {
        List<Version> first = List.of(new Version("v1", defaultDocument(), now));
        return new ManagedPolicy(name, path, newId, arn, description, now, now, first, "v1", 1, tags);
    }

    private ManagedPolicy copy(
            List<Version> all, String defaultId, int last, Instant updated, Map<String, String> newTags) {
        return new ManagedPolicy(name, path, id, arn, description, createDate, updated, all, defaultId, last, newTags);
    }
}
