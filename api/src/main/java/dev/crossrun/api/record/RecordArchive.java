package dev.crossrun.api.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.crossrun.api.archive.Chain;
import dev.crossrun.api.archive.Entry;
import dev.crossrun.api.auth.Principal;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.record.RecordItem.Erasure;
import dev.crossrun.api.record.RecordItem.RecordedRun;
import dev.crossrun.api.run.Page;
import dev.crossrun.api.run.RunId;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The records of ended runs, in the archive. A caller sees the record of a run by the same rules as the run. What a record was of is
 * unknown once it is erased: only callers who see every run see that it was.
 */
public final class RecordArchive {
    private final Chain chain;
    private final Map<Integer, RecordedRun> known = new ConcurrentHashMap<>();

    public RecordArchive(Chain chain) {
        this.chain = chain;
    }

    /** Keeps the record of a run that has ended; a second call for the run changes nothing. */
    Entry keep(RunRecord record) {
        try {
            return chain.record(record.id(), record.undoes(), Entry.JSON.writeValueAsBytes(record));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record is always written", e);
        }
    }

    /** Deletes what an erasure left because its process ended. */
    void finishErasures() {
        chain.finishErasures();
    }

    /** The number of records, erased ones included. */
    int size() {
        return chain.records();
    }

    boolean has(String run) {
        return chain.recordOf(run).isPresent();
    }

    /** The entry of a run; for a name alone, of the run of that name that was recorded last. */
    Optional<Entry> entry(RunId run) {
        if (run.runId().isPresent()) {
            return chain.recordOf(run.toString());
        }
        return chain.all().stream()
                .filter(entry ->
                        entry.kind() != Entry.Kind.TOMBSTONE && entry.run().startsWith(run.workflowId() + ":"))
                .reduce((earlier, later) -> later);
    }

    /**
     * The record of an entry.
     *
     * @throws ApiException 404 if the caller does not see it, or if it is erased
     */
    RunRecord read(Entry entry, Principal caller) {
        return record(entry)
                .filter(record -> caller.sees(record.runbook(), record.accounts()))
                .orElseThrow(() -> gone(entry, caller));
    }

    private ApiException gone(Entry entry, Principal caller) {
        return erased(entry)
                .filter(erasure -> caller.scopes().isEmpty())
                .map(erasure -> ApiException.notFound("The record of " + entry.run() + " was erased at " + erasure.at()
                        + " by " + erasure.by().name() + ": " + erasure.reason()))
                .orElseGet(() -> ApiException.notFound("There is no run " + entry.run()));
    }

    /** The run that undid this one last, of those that the caller sees. */
    Optional<String> undoneBy(String run, Principal caller) {
        return chain.all().stream()
                .filter(entry -> entry.undoes().equals(Optional.of(run)))
                .filter(entry -> sees(caller, entry))
                .map(Entry::run)
                .reduce((earlier, later) -> later);
    }

    private boolean sees(Principal caller, Entry entry) {
        return recorded(entry)
                .map(run -> caller.sees(run.runbook(), run.accounts()))
                .orElseGet(() -> caller.scopes().isEmpty());
    }

    private Optional<RunRecord> record(Entry entry) {
        return erased(entry).isPresent() ? Optional.empty() : chain.body(entry).map(RecordArchive::parse);
    }

    private static RunRecord parse(byte[] body) {
        try {
            return Entry.JSON.readValue(body, RunRecord.class);
        } catch (IOException e) {
            throw new UncheckedIOException("A record of the archive cannot be read", e);
        }
    }

    private Optional<RecordedRun> recorded(Entry entry) {
        if (erased(entry).isPresent()) {
            known.remove(entry.n());
            return Optional.empty();
        }
        RecordedRun run = known.get(entry.n());
        if (run == null) {
            Optional<RecordedRun> read = record(entry).map(RecordedRun::of);
            read.ifPresent(found -> known.put(entry.n(), found));
            return read;
        }
        return Optional.of(run);
    }

    private Optional<Erasure> erased(Entry entry) {
        return chain.tombstoneOf(entry.run())
                .map(tombstone -> new Erasure(
                        tombstone.time(),
                        tombstone.by().orElseThrow(),
                        tombstone.reason().orElseThrow()));
    }

    /**
     * A page of records, the newest first.
     *
     * @param cursor what the page before gave as {@code next}
     * @throws ApiException 404 if it is not such a cursor
     */
    public Page<RecordItem> list(Principal caller, int limit, Optional<String> cursor) {
        List<Entry> entries = chain.all();
        int from = cursor.map(text -> number(text, entries.size())).orElse(entries.size());
        List<RecordItem> page = new ArrayList<>();
        for (int n = from; n > 0; n--) {
            Entry entry = entries.get(n - 1);
            if (entry.kind() != Entry.Kind.TOMBSTONE && sees(caller, entry)) {
                if (page.size() == limit) {
                    return new Page<>(page, Optional.of(Integer.toString(n)));
                }
                page.add(item(entry));
            }
        }
        return new Page<>(page, Optional.empty());
    }

    private static int number(String cursor, int most) {
        try {
            int n = Integer.parseInt(cursor);
            if (n > 0 && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw ApiException.noSuchPage();
    }

    private RecordItem item(Entry entry) {
        return new RecordItem(entry.n(), entry.run(), entry.time(), entry.undoes(), recorded(entry), erased(entry));
    }

    /**
     * Erases the record of an entry; the chain keeps that it was there.
     *
     * @throws ApiException 404 as {@link #read}, 403 if the caller is not an administrator of the run
     */
    RecordItem erase(Entry entry, Principal caller, String reason) {
        RunRecord record = read(entry, caller);
        if (!caller.has(Role.ADMINISTRATOR, record.runbook(), record.accounts())) {
            throw ApiException.forbidden("To erase a record takes the role ADMINISTRATOR for its run. "
                    + caller.getName() + " does not have it.");
        }
        Actor by = caller.actor();
        chain.erase(Entry.tombstone(entry.run(), by, reason));
        return item(entry);
    }
}
