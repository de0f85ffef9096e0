package dev.crossrun.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.run.actor.Actor;
import dev.crossrun.temporal.PayloadKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** An archive in an S3 bucket with versioning. */
class S3StoreTest {
    private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TWO = "two".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private FakeS3 s3;
    private S3Store store;

    @BeforeEach
    void open() throws IOException {
        s3 = new FakeS3();
        store = new S3Store(s3.client(), FakeS3.BUCKET, "prod/");
    }

    @AfterEach
    void close() {
        s3.close();
    }

    @Test
    void createsAFileOnceAndNeverOverIt() {
        assertThat(store.create("chain/1", ONE)).isTrue();
        assertThat(store.create("chain/1", TWO)).isFalse();
        assertThat(store.read("chain/1")).contains(ONE);
        assertThat(store.read("chain/2")).isEmpty();
        assertThat(s3.objects).containsOnlyKeys("prod/chain/1");
    }

    @Test
    void triesAgainWhereAnotherWriteOfTheNameIsUnderWay() {
        s3.conflicts.set(2);
        assertThat(store.create("chain/1", ONE)).isTrue();
        assertThat(store.read("chain/1")).contains(ONE);
        s3.conflicts.set(Integer.MAX_VALUE);
        assertThatThrownBy(() -> store.create("chain/2", ONE)).hasMessageContaining("409");
    }

    @Test
    void listsAllPagesOfOneFolder() {
        for (int i = 1; i <= 5; i++) {
            store.create("chain/" + i, ONE);
        }
        store.create("bodies/1", ONE);
        assertThat(store.names("chain")).containsExactly("chain/1", "chain/2", "chain/3", "chain/4", "chain/5");
    }

    @Test
    void deletesEveryVersionOfAFileAndNoOtherFile() {
        store.create("bodies/1", ONE);
        s3.overwrite("prod/bodies/1", TWO);
        s3.overwrite("prod/bodies/1", ONE);
        store.create("bodies/11", TWO);
        store.delete("bodies/1");
        store.delete("bodies/1");
        assertThat(s3.objects).containsOnlyKeys("prod/bodies/11");
    }

    @Test
    void saysWhatS3Refuses() {
        S3Store elsewhere = new S3Store(s3.client(), "another-bucket", "");
        assertThatThrownBy(() -> elsewhere.create("chain/1", ONE)).isInstanceOf(S3Exception.class);
        assertThatThrownBy(() -> elsewhere.read("chain/1")).isInstanceOf(S3Exception.class);
    }

    @Test
    void writersAtOnceGrowOneChainAndAnErasureLeavesNoVersion() throws Exception {
        RecordKeys keys = RecordKeys.read(Files.writeString(
                folder.resolve("records.jwks.json"), PayloadKeys.generate().json()));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Callable<Entry>> writers = new ArrayList<>();
        for (int writer = 0; writer < 3; writer++) {
            Chain own = new Chain(store, keys, Clock.systemUTC());
            writers.add(() -> {
                own.record("a", Optional.empty(), ONE);
                return own.record("b", Optional.empty(), TWO);
            });
        }
        for (Future<Entry> writer : threads.invokeAll(writers)) {
            writer.get();
        }
        threads.shutdown();
        Chain chain = new Chain(store, keys, Clock.systemUTC());
        assertThat(chain.all()).extracting(Entry::run).containsExactly("a", "b");
        chain.erase(Entry.tombstone("a", Actor.UNAUTHENTICATED, "Ada asked"));
        assertThat(store.names("bodies")).hasSize(1);
        assertThat(Verification.of(store, Optional.of(keys), Optional.empty()).faults())
                .isEmpty();
    }
}
