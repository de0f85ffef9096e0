package dev.crossrun.simulator.page;

import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The consoles and portals as pages: what belongs to every page, and the way to each. */
public final class PageSurface implements Surface {
    private static final Pattern PATHS = Pattern.compile("/|/(identity-center|portal|connect|entra)(/.*)?");

    private final World world;
    private final List<PageRoute> routes;
    private final Visitors visitors;

    /** The pages of one world. */
    public PageSurface(World world, List<PageRoute> routes) {
        this.world = world;
        this.routes = List.copyOf(routes);
        this.visitors = new Visitors(world.ids());
    }

    @Override
    public boolean serves(HttpCall call) {
        return PATHS.matcher(call.path()).matches();
    }

    @Override
    public HttpReply handle(HttpCall call) {
        return world.locked(() -> {
            Optional<Visitor> known = visitors.known(call);
            Visitor visitor = known.orElseGet(visitors::meet);
            HttpReply reply = answer(call, visitor);
            return known.isPresent() ? reply : Visitors.remember(visitor, call, reply);
        });
    }

    private HttpReply answer(HttpCall call, Visitor visitor) {
        try {
            return route(call, visitor);
        } catch (PageException e) {
            return wrong(e.status(), String.valueOf(e.getMessage()));
        } catch (ConsoleException e) {
            return wrong(e.status(), e.text());
        }
    }

    private HttpReply route(HttpCall call, Visitor visitor) {
        boolean exists = false;
        for (PageRoute route : routes) {
            Optional<Map<String, String>> path = match(route, call);
            if (path.isPresent() && route.method().equals(call.method())) {
                return route.handler().apply(visit(call, visitor, path.get()));
            }
            exists |= path.isPresent();
        }
        throw exists
                ? new PageException(405, "Method not allowed.")
                : new PageException(404, "There is no page " + call.path() + ".");
    }

    private static Optional<Map<String, String>> match(PageRoute route, HttpCall call) {
        try {
            return route.path().match(call.path());
        } catch (IllegalArgumentException e) {
            throw new PageException(400, "The address is badly encoded.");
        }
    }

    private static Visit visit(HttpCall call, Visitor visitor, Map<String, String> path) {
        if (call.method().equals("GET")) {
            return new Visit(visitor, path, PostedForm.query(call));
        }
        PostedForm form = PostedForm.read(call);
        if (!Origins.isOwn(call) || !form.value("formToken").equals(visitor.formToken())) {
            throw new PageException(
                    403,
                    "This form was not sent from a page of this simulator, or the simulator was started again since the"
                            + " page was opened. Nothing was changed. Open the page again and repeat what you did.");
        }
        return new Visit(visitor, path, form);
    }

    private static HttpReply wrong(int status, String text) {
        return Pages.page(status, "page/wrong.jte", Map.of("text", text));
    }
}
