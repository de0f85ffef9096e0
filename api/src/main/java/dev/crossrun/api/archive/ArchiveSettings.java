package dev.crossrun.api.archive;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;

/**
 * Where the records of ended runs are kept, as {@code records} in {@code api.yml}.
 *
 * @param folder on a file system with hard links
 * @param keys a JWK Set of {@code ./crossrun keygen}: it encrypts the records and signs their chain
 */
public record ArchiveSettings(
        @JsonProperty(required = true) @NotNull Path folder,
        @JsonProperty(required = true) @NotNull Path keys) {
    public RecordStore store() {
        return new FolderStore(folder);
    }
}
