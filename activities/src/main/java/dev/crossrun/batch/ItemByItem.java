package dev.crossrun.batch;

import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.crossrun.activity.Changes;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.ProviderCall;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs the items of a batch one by one within an activity. The details of its heartbeats are the results so far, so that
 * another attempt goes on there. An item that is not ready is left to the next attempt, and the others go on; any other
 * failure that is retried fails the attempt at once.
 *
 * @param <R> what becomes of an item
 */
public final class ItemByItem<R> {
    private final BiFunction<R, List<ProviderCall>, R> changedBy;
    private final ActivityExecutionContext activity = Activity.getExecutionContext();
    private final Map<Integer, R> done;
    private final Map<Integer, String> notes;
    /** Of items that are not done. */
    private final Map<Integer, List<ProviderCall>> changes;

    private ItemByItem(Class<R> result, BiFunction<R, List<ProviderCall>, R> changedBy) {
        this.changedBy = changedBy;
        Optional<SoFar<R>> earlier = earlier(result);
        this.done = new TreeMap<>(earlier.map(SoFar::done).orElseGet(Map::of));
        this.notes = new TreeMap<>(earlier.map(SoFar::notes).orElseGet(Map::of));
        this.changes = new TreeMap<>(earlier.map(SoFar::changes).orElseGet(Map::of));
    }

    /** Looks for items. Any failure fails the attempt. */
    public static <T> List<Found> find(List<T> items, Work<T, Found> work) {
        return new ItemByItem<>(Found.class, (found, nothing) -> found).run(items, work, failure -> {
            throw failure;
        });
    }

    /** Removes items. The failure of a single item is thrown; of several, it becomes the item's result. */
    public static <T> List<Removal> remove(List<T> items, Work<T, Removal> work) {
        return new ItemByItem<>(Removal.class, Removal::changedBy).run(items, work, failure -> failed(items, failure));
    }

    /**
     * Creates items or changes them. A failure that is not retried becomes the item's result.
     *
     * @param refusesAll whether every other item would fail in the same way: then the rest fails with this failure, too
     */
    public static <T> List<ItemResult> put(
            List<T> items, Predicate<ApplicationFailure> refusesAll, Work<T, ItemResult> work) {
        Refused refused = new Refused(refusesAll);
        return new ItemByItem<>(ItemResult.class, ItemResult::changedBy)
                .run(items, (item, note) -> refused.orElse(() -> work.on(item, note)), refused::note);
    }

    /** A denied permission or a quota. */
    public static boolean isDenied(ApplicationFailure failure) {
        return FailureType.of(failure)
                .filter(type -> type == FailureType.NOT_AUTHORIZED || type == FailureType.QUOTA_EXCEEDED)
                .isPresent();
    }

    private static Removal failed(List<?> items, ApplicationFailure failure) {
        if (items.size() == 1) {
            throw failure;
        }
        return Removal.failed(FailureType.view(failure));
    }

    private <T> List<R> run(List<T> items, Work<T, R> work, Function<ApplicationFailure, R> failed) {
        Optional<ApplicationFailure> notReady = Optional.empty();
        for (int i = 0; i < items.size(); i++) {
            if (done.containsKey(i)) {
                continue;
            }
            Changes.take();
            try {
                R result = work.on(items.get(i), new NoteOf(i));
                done.put(i, changedBy.apply(result, changed(i)));
            } catch (ApplicationFailure failure) {
                List<ProviderCall> calls = changed(i);
                if (FailureType.of(failure).equals(Optional.of(FailureType.NOT_READY))) {
                    changes.put(i, calls);
                    notReady = notReady.or(() -> Optional.of(failure));
                } else if (!failure.isNonRetryable()) {
                    throw failure;
                } else {
                    done.put(i, changedBy.apply(failed.apply(failure), calls));
                }
            }
            if (items.size() > 1) {
                heartbeat();
            }
        }
        notReady.ifPresent(failure -> {
            throw failure;
        });
        return List.copyOf(done.values());
    }

    /** By this attempt and earlier ones. */
    private List<ProviderCall> changed(int item) {
        List<ProviderCall> earlier = Optional.ofNullable(changes.remove(item)).orElse(List.of());
        return Stream.concat(earlier.stream(), Changes.take().stream()).toList();
    }

    private void heartbeat() {
        activity.heartbeat(new SoFar<>(done, notes, changes));
    }

    @SuppressWarnings("unchecked") // the type that is asked for is that of the result
    private Optional<SoFar<R>> earlier(Class<R> result) {
        return activity.getHeartbeatDetails(
                        SoFar.class, TypeFactory.defaultInstance().constructParametricType(SoFar.class, result))
                .map(details -> (SoFar<R>) details);
    }

    /** What is done to one item. */
    @FunctionalInterface
    public interface Work<T, R> {
        R on(T item, Note note);
    }

    /** What an attempt leaves for the next one about an item that is not done. */
    public interface Note {
        /** What was left last. */
        Optional<String> read();

        /** Leaves it, with a heartbeat. */
        void write(String text);
    }

    private final class NoteOf implements Note {
        private final int item;

        NoteOf(int item) {
            this.item = item;
        }

        @Override
        public Optional<String> read() {
            return Optional.ofNullable(notes.get(item));
        }

        @Override
        public void write(String text) {
            notes.put(item, text);
            changes.put(item, changed(item));
            heartbeat();
        }
    }

    /** Results, notes and changes by the items' places in the batch. */
    record SoFar<R>(Map<Integer, R> done, Map<Integer, String> notes, Map<Integer, List<ProviderCall>> changes) {
        SoFar {
            done = Map.copyOf(done);
            notes = Map.copyOf(notes);
            changes = Map.copyOf(changes);
        }
    }

    /** Remembers the failure that every other item would have, too. */
    private static final class Refused {
        private final Predicate<ApplicationFailure> all;
        private Optional<ItemResult> result = Optional.empty();

        Refused(Predicate<ApplicationFailure> all) {
            this.all = all;
        }

        ItemResult orElse(Supplier<ItemResult> put) {
            return result.orElseGet(put);
        }

        ItemResult note(ApplicationFailure failure) {
            ItemResult failed = ItemResult.failed(FailureType.view(failure));
            if (all.test(failure)) {
                result = Optional.of(failed);
            }
            return failed;
        }
    }
}
