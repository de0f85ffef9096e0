package dev.crossrun.desk.picture;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The layers of a graph without cycles: each node lies one below the lowest of those that it depends on. */
final class Layers {
    private final Map<String, List<String>> dependencies;
    private final Map<String, Integer> layers = new HashMap<>();

    private Layers(Map<String, List<String>> dependencies) {
        this.dependencies = dependencies;
        dependencies.keySet().forEach(this::layer);
    }

    /** {@code dependencies} are all nodes, each with those that it depends on. */
    static Layers of(Map<String, List<String>> dependencies) {
        return new Layers(dependencies);
    }

    private int layer(String node) {
        Integer known = layers.get(node);
        if (known != null) {
            return known;
        }
        int layer = dependencies.getOrDefault(node, List.of()).stream()
                .mapToInt(before -> layer(before) + 1)
                .max()
                .orElse(0);
        layers.put(node, layer);
        return layer;
    }

    int of(String node) {
        return layers.getOrDefault(node, 0);
    }

    int count() {
        return layers.values().stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    /** The dependencies that no other one implies: fewer lines say the same. */
    Map<String, List<String>> direct() {
        Map<String, List<String>> direct = new LinkedHashMap<>();
        dependencies.forEach((node, before) -> {
            Set<String> implied = new HashSet<>();
            before.forEach(each -> reach(each, implied));
            direct.put(
                    node,
                    before.stream().filter(each -> !implied.contains(each)).toList());
        });
        return direct;
    }

    /** Adds all that a node depends on. */
    private void reach(String node, Set<String> reached) {
        for (String before : dependencies.getOrDefault(node, List.of())) {
            if (reached.add(before)) {
                reach(before, reached);
            }
        }
    }
}
