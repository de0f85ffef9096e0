package dev.crossrun.api.archive;

import dev.crossrun.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what was altered, removed, inserted or cut off in an archive.
 *
 * @param faults what is wrong, and where; empty if all is as Crossrun wrote it
 * @param notes what is no fault
 * @param head the last entry's number and the SHA-256 of its file; absent if there is none
 */
public record Verification(List<String> faults, List<String> notes, Optional<Head> head) {
    private static final Pattern FILE = Pattern.compile(Entry.FOLDER + "/([0-9]{10})\\.jws");

    /** An entry by which everything before it is fixed, such as {@code 12:SHA-256}. Keep it where the archive is not. */
    public record Head(int n, Sha256 hash) {
        /**
         * Reads a number, a colon and a SHA-256.
         *
         * @throws IllegalArgumentException if it is not that
         */
        public static Head parse(String text) {
            Matcher form = Pattern.compile("([1-9][0-9]{0,8}):([0-9a-f]{64})").matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "A head is a number, a colon and a SHA-256, as ./crossrun record verify prints it");
            }
            return new Head(Integer.parseInt(form.group(1)), new Sha256(form.group(2)));
        }

        @Override
        public String toString() {
            return n + ":" + hash;
        }
    }

    /**
     * Checks all of an archive.
     *
     * @param keys without them, neither signatures nor the content of bodies are checked
     * @param kept a head that was kept elsewhere; without it, an end that was cut off is not noticed
     */
    public static Verification of(RecordStore store, Optional<RecordKeys> keys, Optional<Head> kept) {
        return new Check(store, keys).verified(kept);
    }

    private static final class Check {
        private final RecordStore store;
        private final Optional<RecordKeys> keys;
        private final List<String> faults = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Map<Integer, Sha256> hashes = new HashMap<>();
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, Entry> records = new HashMap<>();
        private int last;

        Check(RecordStore store, Optional<RecordKeys> keys) {
            this.store = store;
            this.keys = keys;
        }

        Verification verified(Optional<Head> kept) {
            for (String name : store.names(Entry.FOLDER)) {
                Matcher file = FILE.matcher(name);
                if (file.matches()) {
                    last = Math.max(last, Integer.parseInt(file.group(1)));
                } else {
                    faults.add(name + " was inserted: Crossrun writes no such file");
                }
            }
            for (int n = 1; n <= last; n++) {
                entry(n);
            }
            kept.ifPresent(this::head);
            bodies();
            if (keys.isEmpty()) {
                notes.add("Without --keys, signatures and the content of the records were not checked");
            }
            return new Verification(
                    List.copyOf(faults),
                    List.copyOf(notes),
                    Optional.ofNullable(hashes.get(last)).map(hash -> new Head(last, hash)));
        }

        private void entry(int n) {
            Optional<byte[]> file = store.read(Entry.file(n));
            if (file.isEmpty()) {
                faults.add("Entry " + n + " was removed");
                return;
            }
            Sha256 previous = hashes.get(n - 1);
            hashes.put(n, Sha256.of(file.get()));
            String jws = new String(file.get(), StandardCharsets.UTF_8);
            Optional<Entry> read = Entry.parse(jws);
            Optional<String> forged = keys.flatMap(known -> unsigned(jws, known));
            String which = "Entry " + n + named(read);
            if (read.isEmpty() || forged.isPresent()) {
                faults.add(
                        which + " was altered or inserted: " + forged.orElse("Crossrun does not write such an entry"));
            } else if (read.get().n() != n) {
                faults.add(which + " was inserted: it is a copy of entry "
                        + read.get().n());
            } else {
                if (wasAltered(n - 1, previous, read.get())) {
                    faults.add("Entry " + (n - 1) + " was altered: entry " + n + named(read) + " follows another one");
                }
                keep(read.get());
            }
        }

        /** An entry of which the next one says another hash; not again if it is known to be wrong, or is not there. */
        private boolean wasAltered(int n, @Nullable Sha256 hash, Entry next) {
            boolean sound = n == 0
                    || (!entries.isEmpty() && entries.get(entries.size() - 1).n() == n);
            return sound && !next.previous().equals(Optional.ofNullable(hash));
        }

        private static Optional<String> unsigned(String jws, RecordKeys keys) {
            try {
                return keys.hasSigned(jws) ? Optional.empty() : Optional.of("Crossrun did not sign it");
            } catch (ArchiveException unknownKey) {
                return Optional.ofNullable(unknownKey.getMessage());
            }
        }

        private static String named(Optional<Entry> entry) {
            return entry.map(read -> " (" + read.run() + ")").orElse("");
        }

        private void keep(Entry entry) {
            entries.add(entry);
            if (entry.body().isPresent()) {
                Entry first = records.putIfAbsent(entry.run(), entry);
                if (first != null) {
                    faults.add("Entry " + entry.n() + " was inserted: entry " + first.n() + " has the record of "
                            + entry.run());
                }
            }
        }

        private void head(Head kept) {
            Sha256 hash = hashes.get(kept.n());
            if (kept.n() > last) {
                faults.add(
                        kept.n() == last + 1
                                ? "Entry " + kept.n() + " was cut off"
                                : "Entries " + (last + 1) + " to " + kept.n() + " were cut off");
            } else if (hash != null && !hash.equals(kept.hash())) {
                faults.add(
                        "Entry " + kept.n() + " is not the one of the head: it, or an entry before it, was replaced");
            }
        }

        private void bodies() {
            Set<String> erased = new HashSet<>();
            entries.stream()
                    .filter(entry -> entry.kind() == Entry.Kind.TOMBSTONE)
                    .forEach(entry -> erased.add(entry.run()));
            Set<String> unknown = new HashSet<>(store.names(Entry.BODIES));
            for (Entry entry : entries) {
                entry.body().ifPresent(hash -> {
                    unknown.remove(Entry.body(hash));
                    body(entry, hash, erased.contains(entry.run()));
                });
            }
            if (!unknown.isEmpty()) {
                notes.add("Bodies that no entry names, left by a process that ended too early or inserted; nobody reads"
                        + " them: " + unknown.stream().sorted().toList());
            }
        }

        private void body(Entry entry, Sha256 hash, boolean erased) {
            String which = "The record of entry " + entry.n() + " (" + entry.run() + ") ";
            Optional<byte[]> file = store.read(Entry.body(hash));
            if (erased && file.isPresent()) {
                faults.add(which + "was erased and is there again");
            } else if (!erased && file.isEmpty()) {
                faults.add(which + "was removed");
            } else if (file.isPresent()
                    && keys.filter(known -> !isWhole(file.get(), hash, known)).isPresent()) {
                faults.add(which + "was altered");
            }
        }

        private static boolean isWhole(byte[] file, Sha256 hash, RecordKeys keys) {
            try {
                return Chain.plain(file, hash, keys).isPresent();
            } catch (ArchiveException unknownKey) {
                return false;
            }
        }
    }
}
