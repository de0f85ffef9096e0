package dev.crossrun.api.archive;

import dev.crossrun.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The archive as one process reads and extends it. Several processes extend one chain: each entry is created only if there is none
 * of its number, and who comes second reads on and takes the next number. What was read once is kept in memory, without bodies.
 */
public final class Chain {
    private static final int SALT_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RecordStore store;
    private final RecordKeys keys;
    private final Clock clock;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> records = new HashMap<>();
    private final Map<String, Entry> tombstones = new HashMap<>();
    private Optional<Sha256> head = Optional.empty();

    public Chain(RecordStore store, RecordKeys keys, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Adds the record of a run; a second call for the same run does nothing, by whatever process.
     *
     * @return the run's entry
     * @throws ArchiveException if the chain was altered: it is not extended then
     */
    public Entry record(String run, Optional<String> undoes, byte[] record) {
        Optional<Entry> known = recordOf(run);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] plain = Arrays.copyOf(salt, SALT_BYTES + record.length);
        System.arraycopy(record, 0, plain, SALT_BYTES, record.length);
        Sha256 hash = Sha256.of(plain);
        // Before the entry: an entry never lacks its body.
        store.create(Entry.body(hash), RecordKeys.bytes(keys.encrypted(plain)));
        Entry entry = append(Entry.record(run, undoes, hash));
        if (!entry.body().equals(Optional.of(hash))) {
            store.delete(Entry.body(hash));
        }
        return entry;
    }

    /** Erases the record of a run: adds the tombstone, then deletes the body. A second call keeps the first tombstone. */
    public Entry erase(Entry tombstone) {
        Entry entry = append(tombstone);
        recordOf(entry.run()).ifPresent(this::deleteBody);
        return entry;
    }

    /** Deletes the bodies that an erasure left because its process ended. */
    public void finishErasures() {
        all().stream()
                .filter(entry -> entry.kind() == Entry.Kind.TOMBSTONE)
                .flatMap(entry -> recordOf(entry.run()).stream())
                .forEach(this::deleteBody);
    }

    private void deleteBody(Entry record) {
        store.delete(Entry.body(record.body().orElseThrow()));
    }

    private synchronized Entry append(Entry draft) {
        Map<String, Entry> same = draft.kind() == Entry.Kind.TOMBSTONE ? tombstones : records;
        while (true) {
            readOn();
            Entry there = same.get(draft.run());
            if (there != null) {
                return there;
            }
            Entry entry = draft.at(entries.size() + 1, clock.instant(), head);
            byte[] file = RecordKeys.bytes(keys.signed(entry.json()));
            if (store.create(Entry.file(entry.n()), file)) {
                add(entry, file);
                return entry;
            }
        }
    }

    /** The entry with the record of a run, erased or not. */
    public synchronized Optional<Entry> recordOf(String run) {
        readOn();
        return Optional.ofNullable(records.get(run));
    }

    /** Who erased the record of a run, and why, as far as the chain was read by {@link #recordOf} or {@link #all}. */
    public synchronized Optional<Entry> tombstoneOf(String run) {
        return Optional.ofNullable(tombstones.get(run));
    }

    /** The number of entries with a record, erased or not. */
    public synchronized int records() {
        readOn();
        return records.size();
    }

    /** All entries, the oldest first. */
    public synchronized List<Entry> all() {
        readOn();
        return List.copyOf(entries);
    }

    /**
     * The record of an entry; empty once it is erased.
     *
     * @throws ArchiveException if it is not as it was recorded
     */
    public Optional<byte[]> body(Entry entry) {
        Sha256 hash = entry.body().orElseThrow();
        return store.read(Entry.body(hash))
                .map(file -> plain(file, hash, keys)
                        .map(plain -> Arrays.copyOfRange(plain, SALT_BYTES, plain.length))
                        .orElseThrow(() -> altered("the body of entry " + entry.n() + " was altered")));
    }

    /** What a body is encrypted from; empty if it is not what has this hash. */
    static Optional<byte[]> plain(byte[] file, Sha256 hash, RecordKeys keys) {
        return keys.decrypted(new String(file, StandardCharsets.UTF_8))
                .filter(plain -> Sha256.of(plain).equals(hash));
    }

    private void readOn() {
        while (true) {
            int n = entries.size() + 1;
            Optional<byte[]> file = store.read(Entry.file(n));
            if (file.isEmpty()) {
                return;
            }
            String jws = new String(file.get(), StandardCharsets.UTF_8);
            Entry entry = Entry.parse(jws)
                    .filter(read -> read.n() == n && read.previous().equals(head) && keys.hasSigned(jws))
                    .orElseThrow(() -> altered("entry " + n + " was altered, inserted, or follows another one"));
            add(entry, file.get());
        }
    }

    private void add(Entry entry, byte[] file) {
        entries.add(entry);
        head = Optional.of(Sha256.of(file));
        (entry.kind() == Entry.Kind.TOMBSTONE ? tombstones : records).put(entry.run(), entry);
    }

    private static ArchiveException altered(String what) {
        return new ArchiveException("The archive of records is not as Crossrun wrote it: " + what
                + ". ./crossrun record verify says more.");
    }
}
