package dev.crossrun.simulator.page;

import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;

/** {@code /}: the way to the consoles and portals of the simulated company. */
public final class IndexPage {
    private final World world;

    public IndexPage(World world) {
        this.world = world;
    }

    public List<PageRoute> routes() {
        return List.of(PageRoute.get("/", this::show));
    }

    private HttpReply show(Visit visit) {
        return visit.page("page/index.jte", Map.of("world", world));
    }
}
