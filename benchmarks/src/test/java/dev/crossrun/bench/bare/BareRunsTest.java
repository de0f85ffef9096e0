package dev.crossrun.bench.bare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.standalone.temporal.InMemoryTemporal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BareRunsTest {
    private final InMemoryTemporal temporal = new InMemoryTemporal();
    private final BareRuns bare = new BareRuns(temporal.client());

    @Test
    void wavesOfActivitiesFollowOneAnother() {
        Shape shape = new Shape(List.of(List.of(3, 1, 2)));
        assertThat(ran(shape)).isEqualTo(shape);
    }

    @Test
    void thereAreAsManyActivitiesAndUpdatesAsInTheShape() {
        Shape shape = new Shape(List.of(List.of(3, 1), List.of(), List.of(2)));
        assertThat(shape.activities()).isEqualTo(6);
        assertThat(shape.updates()).isEqualTo(2);
        Shape ran = ran(shape);
        assertThat(ran.activities()).isEqualTo(6);
        assertThat(ran.updates()).isEqualTo(2);
    }

    private Shape ran(Shape shape) {
        bare.run("bare-1", shape);
        return Shape.of(temporal.client().fetchHistory("bare-1").getEvents());
    }

    @AfterEach
    void close() {
        bare.close();
        temporal.close();
    }
}
