package dev.crossrun.api.archive;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * An S3 bucket. A file is created by a conditional write ({@code If-None-Match: *}; "How to prevent object overwrites with conditional
 * writes", Amazon S3 User Guide): of several writers of a name only one succeeds.
 */
public final class S3Store implements RecordStore {
    private static final int THERE_ALREADY = 412;

    /** Another write or deletion of the same name is under way: to try again is for the caller. */
    private static final int CONFLICT = 409;

    private static final int MOST_CONFLICTS = 20;

    private final S3Client s3;
    private final String bucket;
    private final String prefix;

    /** {@code prefix} begins the names of all files, such as {@code crossrun/}; it can be empty. */
    public S3Store(S3Client s3, String bucket, String prefix) {
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** With the credentials, the region and the endpoint that the AWS SDK finds, unless the region is given. */
    public static S3Store open(String bucket, Optional<String> prefix, Optional<String> region) {
        var client = S3Client.builder().httpClientBuilder(UrlConnectionHttpClient.builder());
        region.map(Region::of).ifPresent(client::region);
        return new S3Store(client.build(), bucket, prefix.orElse(""));
    }

    @Override
    public boolean create(String name, byte[] content) {
        for (int conflicts = 0; true; conflicts++) {
            try {
                s3.putObject(
                        request -> request.bucket(bucket).key(prefix + name).ifNoneMatch("*"),
                        RequestBody.fromBytes(content));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == THERE_ALREADY) {
                    return false;
                }
                if (e.statusCode() != CONFLICT || conflicts == MOST_CONFLICTS) {
                    throw e;
                }
            }
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(prefix + name))
                            .asByteArray());
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        }
    }

    /** Deletes every version: with versioning, a simple delete would only hide the file. */
    @Override
    public void delete(String name) {
        String key = prefix + name;
        s3.listObjectVersionsPaginator(request -> request.bucket(bucket).prefix(key)).stream()
                .flatMap(page -> page.versions().stream())
                .filter(version -> version.key().equals(key))
                .map(ObjectVersion::versionId)
                .forEach(version -> s3.deleteObject(
                        request -> request.bucket(bucket).key(key).versionId(version)));
    }

    @Override
    public List<String> names(String folder) {
        return s3
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + folder + "/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .map(key -> key.substring(prefix.length()))
                .sorted()
                .toList();
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
