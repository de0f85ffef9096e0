package dev.crossrun.simulator.page;

import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.Ids;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The browsers that have pages open, by a cookie whose name no other service of the machine uses: cookies ignore ports. */
final class Visitors {
    private static final String COOKIE = "crossrun-simulator";
    private static final int MOST = 1_000;

    private final Ids ids;
    private final Map<String, Visitor> visitors = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Visitor> eldest) {
            return size() > MOST;
        }
    };

    Visitors(Ids ids) {
        this.ids = ids;
    }

    Optional<Visitor> known(HttpCall call) {
        return call.headers().getOrDefault("cookie", java.util.List.of()).stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .map(cookie -> cookie.substring(COOKIE.length() + 1))
                .flatMap(id -> Optional.ofNullable(visitors.get(id)).stream())
                .findFirst();
    }

    Visitor meet() {
        Visitor visitor = new Visitor(ids.hex(32), ids.hex(32));
        visitors.put(visitor.id(), visitor);
        return visitor;
    }

    static HttpReply remember(Visitor visitor, HttpCall call, HttpReply reply) {
        return reply.withHeader(
                "Set-Cookie",
                COOKIE + "=" + visitor.id() + "; Path=/; HttpOnly; SameSite=Lax"
                        + (call.scheme().equals("https") ? "; Secure" : ""));
    }
}
