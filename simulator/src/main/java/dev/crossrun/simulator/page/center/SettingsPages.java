package dev.crossrun.simulator.page.center;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.console.Downloads;
import dev.crossrun.simulator.console.IdentitySourceConsole;
import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.page.Pages;
import dev.crossrun.simulator.page.Visit;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;

/** "Settings", tab "Identity source", and the wizard "Change identity source". */
final class SettingsPages {
    private static final String SETTINGS = "/identity-center/settings";
    private static final String WIZARD = "/identity-center/identity-source";

    private final World world;
    private final IdentitySourceConsole console;
    private final Downloads downloads;

    SettingsPages(World world) {
        this.world = world;
        this.console = new IdentitySourceConsole(world);
        this.downloads = new Downloads(world);
    }

    List<PageRoute> routes() {
        return List.of(
                PageRoute.get("/identity-center", visit -> Pages.redirect(SETTINGS)),
                PageRoute.get(SETTINGS, this::settings),
                PageRoute.get(WIZARD, visit -> choose(visit, 200, "")),
                PageRoute.get(WIZARD + "/change", this::chosen),
                PageRoute.get(WIZARD + "/metadata", visit -> downloads.serviceProviderMetadata(visit.request())),
                PageRoute.post(WIZARD + "/review", this::review),
                PageRoute.post(WIZARD + "/change", this::change));
    }

    private HttpReply settings(Visit visit) {
        return visit.page(
                "page/center/settings.jte",
                Map.of(
                        "head",
                        CenterHead.of(world),
                        "provisioned",
                        console.endpoint().isPresent()));
    }

    private HttpReply choose(Visit visit, int status, String fault) {
        return visit.page(status, "page/center/chooseSource.jte", Map.of("head", CenterHead.of(world), "fault", fault));
    }

    private HttpReply chosen(Visit visit) {
        return switch (visit.field("source")) {
            case "external" -> configure(visit, 200, "");
            case "" -> choose(visit, 400, "Choose an identity source.");
            default ->
                choose(visit, 400, "The simulator does not simulate this change. Choose External identity provider.");
        };
    }

    private HttpReply configure(Visit visit, int status, String fault) {
        return visit.page(
                status, "page/center/configureSource.jte", Map.of("head", CenterHead.of(world), "fault", fault));
    }

    /** The wizard's second page: the file is checked, and nothing is changed. */
    private HttpReply review(Visit visit) {
        if (visit.field("metadata").isEmpty()) {
            return configure(visit, 400, "Choose the IdP SAML metadata file.");
        }
        try {
            return confirm(visit, 200, console.check(visit.field("metadata")), "");
        } catch (ConsoleException e) {
            return configure(visit, e.status(), e.text());
        }
    }

    private HttpReply confirm(Visit visit, int status, String metadata, String fault) {
        return visit.page(
                status,
                "page/center/confirmSource.jte",
                Map.of("head", CenterHead.of(world), "metadata", metadata, "fault", fault));
    }

    private HttpReply change(Visit visit) {
        try {
            console.change(visit.request(JsonNodeFactory.instance
                    .objectNode()
                    .put("metadata", visit.field("metadata"))
                    .put("confirmation", visit.field("confirmation"))));
        } catch (ConsoleException e) {
            return confirm(visit, e.status(), visit.field("metadata"), e.text());
        }
        return visit.done(SETTINGS, "You successfully changed your identity source to External identity provider.");
    }
}
