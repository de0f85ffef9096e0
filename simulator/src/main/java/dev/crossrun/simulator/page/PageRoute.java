package dev.crossrun.simulator.page;

import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.PathTemplate;
import java.util.function.Function;

/** A page, or what a form does. A GET changes nothing. */
public record PageRoute(String method, PathTemplate path, Function<Visit, HttpReply> handler) {

    public static PageRoute get(String path, Function<Visit, HttpReply> handler) {
        return new PageRoute("GET", new PathTemplate(path), handler);
    }

    public static PageRoute post(String path, Function<Visit, HttpReply> handler) {
        return new PageRoute("POST", new PathTemplate(path), handler);
    }
}
