package dev.crossrun.api.archive;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the records of ended runs are kept, as {@code records} in {@code api.yml}: in a folder or in an S3 bucket.
 *
 * @param folder on a file system with hard links
 * @param bucket an S3 bucket
 * @param prefix of the names in the bucket, such as {@code crossrun/}
 * @param region of the bucket; otherwise the one that the AWS SDK finds, such as in {@code AWS_REGION}
 * @param keys a JWK Set of {@code ./crossrun keygen}: it encrypts the records and signs their chain
 */
public record ArchiveSettings(
        Optional<Path> folder,
        Optional<String> bucket,
        Optional<String> prefix,
        Optional<String> region,
        @JsonProperty(required = true) @NotNull Path keys) {
    /** An archive in a folder. */
    public static ArchiveSettings inFolder(Path folder, Path keys) {
        return new ArchiveSettings(Optional.of(folder), Optional.empty(), Optional.empty(), Optional.empty(), keys);
    }

    /** An archive is in one place. */
    @JsonIgnore
    @ValidationMethod(
            message = "records needs a folder, or a bucket, and not both. prefix and region belong to a bucket")
    public boolean isOnePlace() {
        return folder.isPresent() != bucket.isPresent()
                && (bucket.isPresent() || (prefix.isEmpty() && region.isEmpty()));
    }

    /** The place. */
    public RecordStore store() {
        return folder.<RecordStore>map(FolderStore::new)
                .orElseGet(() -> S3Store.open(bucket.orElseThrow(), prefix, region));
    }
}
