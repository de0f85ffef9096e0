package dev.crossrun.standalone;

import dev.crossrun.api.archive.FolderStore;
import dev.crossrun.api.archive.RecordKeys;
import dev.crossrun.api.archive.RecordStore;
import dev.crossrun.api.archive.S3Store;
import dev.crossrun.api.archive.Verification;
import dev.crossrun.cli.Usage;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code record verify}: checks an archive without the API. */
@Command(
        name = "verify",
        description =
                "Checks the archive of records, without the API: names what was altered, removed, inserted or cut off.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class VerifyRecordsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Place place = new Place();

    /** Where the archive is. */
    static final class Place {
        @Option(names = "--folder", description = "The folder of the archive, or a copy: records.folder in api.yml.")
        private @Nullable Path folder;

        @ArgGroup(exclusive = false)
        private @Nullable Bucket bucket;
    }

    /** A bucket, by the credentials that the AWS SDK finds. */
    static final class Bucket {
        @Option(names = "--bucket", required = true, description = "records.bucket in api.yml.")
        private String name = "";

        @Option(names = "--prefix", description = "records.prefix in api.yml.")
        private @Nullable String prefix;

        @Option(names = "--region", description = "records.region in api.yml; else AWS_REGION.")
        private @Nullable String region;
    }

    @Option(
            names = "--keys",
            description = "records.keys of api.yml. Without it, signatures and the content of records are not checked.")
    private @Nullable Path keys;

    @Option(
            names = "--head",
            paramLabel = "NUMBER:HASH",
            description =
                    "What this command printed earlier, kept elsewhere: finds entries that were cut off or replaced since.")
    private @Nullable String head;

    @Override
    public Integer call() {
        Verification found = verification();
        PrintWriter out = spec.commandLine().getOut();
        found.faults().forEach(out::println);
        found.notes().forEach(note -> out.println("Note: " + note + "."));
        out.println(found.head().map(last -> "Head " + last).orElse("The archive is empty"));
        out.println(
                found.faults().isEmpty() ? sound() : "Faults: " + found.faults().size());
        out.flush();
        return found.faults().isEmpty() ? 0 : 1;
    }

    private String sound() {
        return head == null
                ? "Nothing was altered in the entries that are there. Only --head finds entries that were cut off at the end"
                : "Nothing was altered";
    }

    private RecordStore store() {
        if (place.folder != null && Files.isDirectory(place.folder)) {
            return new FolderStore(place.folder);
        }
        if (place.bucket != null) {
            return S3Store.open(
                    place.bucket.name,
                    Optional.ofNullable(place.bucket.prefix),
                    Optional.ofNullable(place.bucket.region));
        }
        throw new Usage(place.folder + " is not a folder");
    }

    private Verification verification() {
        try {
            return Verification.of(
                    store(),
                    Optional.ofNullable(keys).map(RecordKeys::read),
                    Optional.ofNullable(head).map(Verification.Head::parse));
        } catch (IllegalArgumentException e) {
            throw new Usage(String.valueOf(e.getMessage()));
        }
    }
}
