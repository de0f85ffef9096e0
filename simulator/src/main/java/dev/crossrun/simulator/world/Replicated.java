package dev.crossrun.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map whose readers lag behind its writers: what is written is seen after the consistency delay. The owner of a name
 * knows at once that it is taken ({@link #latest}), which is why a create can be refused for something that a read does
 * not show yet. Values are immutable.
 */
public final class Replicated<K, V> {
    private record Version<V>(Optional<V> value, Instant visibleAt) {}

    private final World world;

    @JsonIgnore
    private final Duration delay;

    private final Map<K, List<Version<V>>> versions = new LinkedHashMap<>();
    private Optional<K> lastWritten = Optional.empty();

    public Replicated(World world, Duration delay) {
        this.world = world;
        this.delay = delay;
    }

    public synchronized void put(K key, V value) {
        write(key, Optional.of(value), world.now().plus(delay));
        lastWritten = Optional.of(key);
    }

    /** Writes what has been there for ever, as a world's seed does. */
    public synchronized void plant(K key, V value) {
        write(key, Optional.of(value), Instant.MIN);
    }

    public synchronized void remove(K key) {
        if (latest(key).isPresent()) {
            write(key, Optional.empty(), world.now().plus(delay));
            lastWritten = Optional.of(key);
        }
    }

    /** What a reader sees now; a stale one, what was there before the last write. */
    public synchronized Optional<V> get(K key) {
        return seen(key, world.isReadStale());
    }

    private Optional<V> seen(K key, boolean stale) {
        List<Version<V>> all = versions.getOrDefault(key, List.of());
        Instant now = world.now();
        int last = all.size() - 1;
        boolean hidesLast = stale && last >= 0 && !all.get(last).visibleAt().equals(Instant.MIN);
        for (int i = hidesLast ? last - 1 : last; i >= 0; i--) {
            if (!all.get(i).visibleAt().isAfter(now)) {
                return all.get(i).value();
            }
        }
        return Optional.empty();
    }

    /** What was written last, seen or not. */
    public synchronized Optional<V> latest(K key) {
        List<Version<V>> all = versions.getOrDefault(key, List.of());
        return all.isEmpty() ? Optional.empty() : all.get(all.size() - 1).value();
    }

    /** All that a reader sees now, in the order of creation; to a stale one the last write of all is unknown. */
    public synchronized List<V> visible() {
        return versions.keySet().stream()
                .map(key -> seen(key, world.isReadStale() && lastWritten.equals(Optional.of(key))))
                .flatMap(Optional::stream)
                .toList();
    }

    /** All that exists, seen or not. */
    public synchronized List<V> all() {
        return versions.keySet().stream()
                .map(this::latest)
                .flatMap(Optional::stream)
                .toList();
    }

    private void write(K key, Optional<V> value, Instant visibleAt) {
        List<Version<V>> history = versions.computeIfAbsent(key, unused -> new ArrayList<>());
        Instant now = world.now();
        while (history.size() > 1 && !history.get(1).visibleAt().isAfter(now)) {
            history.remove(0);
        }
        history.add(new Version<>(value, visibleAt));
    }
}
