package dev.crossrun.simulator.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The request context: values of condition keys, whose names ignore case. Immutable. */
public final class Context {
    private final TreeMap<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Context(Map<String, List<String>> values) {
        this.values.putAll(values);
    }

    public static Context empty() {
        return new Context(Map.of());
    }

    public Context with(String key, String... keyValues) {
        return with(key, List.of(keyValues));
    }

    public Context with(String key, List<String> keyValues) {
        Context copy = new Context(values);
        copy.values.put(key, List.copyOf(keyValues));
        return copy;
    }

    public Optional<List<String>> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public Set<String> keys() {
        return Set.copyOf(values.keySet());
    }
}
