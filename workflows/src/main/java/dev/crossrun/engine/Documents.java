package dev.crossrun.engine;

import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.document.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The documents of a run, by name; a later one of a name takes the place of the earlier. */
final class Documents {
    private final Map<String, Document> documents = new LinkedHashMap<>();
    private final Map<String, Artifact> artifacts = new LinkedHashMap<>();

    void keep(String step, Document document) {
        documents.put(document.name(), document);
        artifacts.put(document.name(), document.artifact(step));
    }

    List<Artifact> artifacts() {
        return List.copyOf(artifacts.values());
    }

    Optional<Document> find(String name) {
        return Optional.ofNullable(documents.get(name));
    }
}
