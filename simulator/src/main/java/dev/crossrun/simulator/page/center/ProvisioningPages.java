package dev.crossrun.simulator.page.center;

import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.console.IdentitySourceConsole;
import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.page.Pages;
import dev.crossrun.simulator.page.Visit;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** "Automatic provisioning": "Enable", and "Manage provisioning". */
final class ProvisioningPages {
    private static final String PROVISIONING = "/identity-center/provisioning";
    private static final String TOKENS = PROVISIONING + "/tokens";

    private final World world;
    private final IdentitySourceConsole console;

    ProvisioningPages(World world) {
        this.world = world;
        this.console = new IdentitySourceConsole(world);
    }

    List<PageRoute> routes() {
        return List.of(
                PageRoute.get(PROVISIONING, visit -> manage(visit, 200, "")),
                PageRoute.post(PROVISIONING, this::enable),
                PageRoute.post(PROVISIONING + "/disable", this::disable),
                PageRoute.post(TOKENS, this::generate),
                PageRoute.post(TOKENS + "/{token}/delete", this::delete));
    }

    /** The page shows a token to the browser that made it, once. */
    private HttpReply manage(Visit visit, int status, String fault) {
        if (console.endpoint().isEmpty() && fault.isEmpty()) {
            return Pages.redirect("/identity-center/settings");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("head", CenterHead.of(world));
        values.put("endpoint", console.endpoint().orElse(""));
        visit.takeProvisioning().ifPresent(issued -> values.put("token", issued.accessToken()));
        values.put("fault", fault);
        return visit.page(status, "page/center/provisioning.jte", values);
    }

    private HttpReply enable(Visit visit) {
        try {
            visit.issued(console.enableProvisioning(visit.request()));
        } catch (ConsoleException e) {
            return manage(visit, e.status(), e.text());
        }
        return visit.done(PROVISIONING, "Automatic provisioning is enabled.");
    }

    private HttpReply generate(Visit visit) {
        try {
            visit.issued(console.generateToken(visit.request()));
        } catch (ConsoleException e) {
            return manage(visit, e.status(), e.text());
        }
        return visit.done(PROVISIONING, "You generated an access token.");
    }

    private HttpReply delete(Visit visit) {
        console.deleteToken(visit.request());
        return visit.done(PROVISIONING, "You deleted the access token.");
    }

    private HttpReply disable(Visit visit) {
        console.disableProvisioning(visit.request());
        return visit.done("/identity-center/settings", "Automatic provisioning is disabled.");
    }
}
