package dev.crossrun.desk.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static Map<String, List<String>> diamond() {
        Map<String, List<String>> graph = new LinkedHashMap<>();
        graph.put("plan", List.of());
        graph.put("left", List.of("plan"));
        graph.put("far", List.of("left"));
        graph.put("right", List.of("plan"));
        graph.put("end", List.of("plan", "far", "right"));
        return graph;
    }

    @Test
    void eachNodeLiesBelowAllThatItDependsOn() {
        Layers layers = Layers.of(diamond());
        assertThat(layers.of("plan")).isZero();
        assertThat(layers.of("right")).isEqualTo(1);
        assertThat(layers.of("end")).isEqualTo(3);
        assertThat(layers.count()).isEqualTo(4);
    }

    @Test
    void aDependencyThatOthersImplyHasNoLine() {
        assertThat(Layers.of(diamond()).direct().get("end")).containsExactly("far", "right");
    }

    @Test
    void anEmptyProcedureHasNoLayers() {
        assertThat(Layers.of(Map.of()).count()).isZero();
    }
}
