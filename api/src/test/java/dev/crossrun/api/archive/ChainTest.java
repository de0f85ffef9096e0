package dev.crossrun.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.Base64URL;
import dev.crossrun.api.archive.Verification.Head;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.temporal.PayloadKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive in a folder, and people who alter it. */
class ChainTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private RecordKeys keys;
    private Chain chain;

    @BeforeEach
    void open() throws IOException {
        keys = keys("records.jwks.json");
        chain = chain();
    }

    private RecordKeys keys(String name) throws IOException {
        return RecordKeys.read(Files.writeString(
                elsewhere.resolve(name), PayloadKeys.generate().json()));
    }

    /** As another process opens it. */
    private Chain chain() {
        return new Chain(new FolderStore(folder), keys, Clock.systemUTC());
    }

    private Entry record(String run) {
        return chain.record(run, Optional.empty(), bytes("the story of " + run));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Head threeRuns() {
        record("a");
        record("b");
        record("c");
        return verified().head().orElseThrow();
    }

    private Verification verified() {
        return verified(Optional.empty());
    }

    private Verification verified(Optional<Head> kept) {
        return Verification.of(new FolderStore(folder), Optional.of(keys), kept);
    }

    private Path file(int n) {
        return folder.resolve(Entry.file(n));
    }

    private Path body(Entry entry) {
        return folder.resolve(Entry.body(entry.body().orElseThrow()));
    }

    @Test
    void anotherProcessReadsWhatWasRecorded() {
        Entry entry = record("a");
        assertThat(chain().recordOf("a")).contains(entry);
        assertThat(chain().body(entry)).contains(bytes("the story of a"));
        assertThat(verified().faults()).isEmpty();
        assertThat(verified().notes()).isEmpty();
    }

    @Test
    void nothingOfARecordIsInTheClear() throws IOException {
        byte[] story = bytes("Ada".repeat(100));
        Entry entry = chain.record("a", Optional.empty(), story);
        assertThat(Files.readString(body(entry))).doesNotContain("Ada");
        Entry same = chain.record("b", Optional.empty(), story);
        assertThat(same.body()).isNotEqualTo(entry.body());
    }

    @Test
    void writersAtOnceGrowOneChainWithOneEntryForEachRun() throws Exception {
        int writers = 6;
        int runs = 20;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Callable<Integer>> all = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            Chain own = chain();
            all.add(() -> {
                for (int run = 0; run < runs; run++) {
                    own.record("run" + run, Optional.empty(), bytes("story"));
                }
                return own.all().size();
            });
        }
        for (Future<Integer> writer : threads.invokeAll(all)) {
            writer.get();
        }
        threads.shutdown();
        assertThat(chain.all()).hasSize(runs);
        assertThat(chain.all()).extracting(Entry::run).doesNotHaveDuplicates();
        assertThat(verified().faults()).isEmpty();
        assertThat(verified().notes()).isEmpty();
    }

    @Test
    void namesAnEntryThatWasAltered() throws IOException {
        threeRuns();
        Files.writeString(file(2), Files.readString(file(2)).replaceFirst("\\..*\\.", "." + forged("b") + "."));
        assertThat(verified().faults())
                .containsExactly("Entry 2 (b) was altered or inserted: Crossrun did not sign it");
        assertThat(Verification.of(new FolderStore(folder), Optional.empty(), Optional.empty())
                        .faults())
                .containsExactly("Entry 2 (b) was inserted: it is a copy of entry 0");
        assertThatThrownBy(() -> chain().all()).hasMessageContaining("entry 2 was altered");
    }

    private static String forged(String run) {
        String json = Entry.record(run, Optional.empty(), Sha256.of("forged")).json();
        return Base64URL.encode(json).toString();
    }

    @Test
    void namesTheEntryWhoseContentIsAnother() throws IOException {
        threeRuns();
        Entry second = chain.all().get(1);
        Entry other = second.at(2, second.time().plusSeconds(1), second.previous());
        Files.writeString(file(2), keys.signed(other.json()));
        assertThat(verified().faults()).containsExactly("Entry 2 was altered: entry 3 (c) follows another one");
    }

    @Test
    void namesAnEntryThatSomeoneWithoutTheKeyInserted() throws IOException {
        threeRuns();
        RecordKeys theirs = keys("theirs.jwks.json");
        Path other = Files.createDirectory(elsewhere.resolve("other"));
        new Chain(new FolderStore(other), theirs, Clock.systemUTC()).record("d", Optional.empty(), bytes("forged"));
        Files.copy(other.resolve(Entry.file(1)), file(4));
        assertThat(verified().faults())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("Entry 4 (d) was altered or inserted: The archive uses the key ")
                .contains("which is not in the file of keys");
        assertThat(Verification.of(new FolderStore(folder), Optional.empty(), Optional.empty())
                        .faults())
                .contains("Entry 4 (d) was inserted: it is a copy of entry 1");
    }

    @Test
    void namesACopyOfAnEntryThatWasInserted() throws IOException {
        threeRuns();
        Files.copy(file(2), file(4));
        assertThat(verified().faults()).containsExactly("Entry 4 (b) was inserted: it is a copy of entry 2");
    }

    @Test
    void namesAnEntryThatWasRemoved() throws IOException {
        threeRuns();
        Files.delete(file(2));
        assertThat(verified().faults()).containsExactly("Entry 2 was removed");
    }

    @Test
    void namesEntriesThatWereCutOffByAHeadThatWasKeptElsewhere() throws IOException {
        Head head = threeRuns();
        Files.delete(file(2));
        Files.delete(file(3));
        assertThat(verified().faults()).isEmpty();
        assertThat(verified(Optional.of(head)).faults()).containsExactly("Entries 2 to 3 were cut off");
    }

    @Test
    void noticesAChainThatWasWrittenAgainWithTheKeys() throws IOException {
        Head head = threeRuns();
        Files.delete(file(2));
        Files.delete(file(3));
        chain = chain();
        record("x");
        record("c");
        assertThat(verified().faults()).isEmpty();
        assertThat(verified(Optional.of(head)).faults())
                .containsExactly("Entry 3 is not the one of the head: it, or an entry before it, was replaced");
    }

    @Test
    void namesARecordThatWasAlteredOrRemoved() throws IOException {
        threeRuns();
        Entry a = chain.recordOf("a").orElseThrow();
        Entry b = chain.recordOf("b").orElseThrow();
        Entry c = chain.recordOf("c").orElseThrow();
        Files.delete(body(a));
        Files.copy(body(c), body(b), StandardCopyOption.REPLACE_EXISTING);
        assertThat(verified().faults())
                .containsExactly("The record of entry 1 (a) was removed", "The record of entry 2 (b) was altered");
        assertThatThrownBy(() -> chain.body(b)).hasMessageContaining("the body of entry 2 was altered");
    }

    @Test
    void anErasedRecordIsGoneAndTheChainSaysByWhom() throws IOException {
        threeRuns();
        Entry record = chain.recordOf("b").orElseThrow();
        byte[] backup = Files.readAllBytes(body(record));
        Entry tombstone = chain.erase(Entry.tombstone("b", Actor.UNAUTHENTICATED, "Ada asked for it"));
        assertThat(tombstone.n()).isEqualTo(4);
        assertThat(chain.body(record)).isEmpty();
        Chain restarted = chain();
        assertThat(restarted.recordOf("b")).contains(record);
        assertThat(restarted.tombstoneOf("b")).contains(tombstone);
        assertThat(verified().faults()).isEmpty();
        assertThat(chain.erase(Entry.tombstone("b", Actor.UNAUTHENTICATED, "again")))
                .isEqualTo(tombstone);
        assertThat(record("b")).isEqualTo(record);
        Files.write(body(record), backup);
        assertThat(verified().faults()).containsExactly("The record of entry 2 (b) was erased and is there again");
        chain().finishErasures();
        assertThat(verified().faults()).isEmpty();
    }

    @Test
    void aWriteThatACrashInterruptedHarmsNothing() throws IOException {
        record("a");
        Files.writeString(folder.resolve("chain/.unfinished-1"), "half");
        Files.writeString(folder.resolve("bodies/" + "0".repeat(64) + ".jwe"), "without entry");
        assertThat(chain().record("b", Optional.empty(), bytes("b")).n()).isEqualTo(2);
        assertThat(verified().faults()).isEmpty();
        assertThat(verified().notes()).hasSize(1).first().asString().contains("Bodies that no entry names");
    }

    @Test
    void aHeadIsANumberAndAHash() {
        Head head = threeRuns();
        assertThat(Head.parse(head.toString())).isEqualTo(head);
        assertThatThrownBy(() -> Head.parse("3")).hasMessageContaining("a number, a colon and a SHA-256");
    }
}
