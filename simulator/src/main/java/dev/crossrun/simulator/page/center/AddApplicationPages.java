package dev.crossrun.simulator.page.center;

import dev.crossrun.simulator.console.ApplicationConsole;
import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.console.Downloads;
import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.page.Pages;
import dev.crossrun.simulator.page.Visit;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;

/** The wizard "Add application": its metadata file can be downloaded before "Submit". */
final class AddApplicationPages {
    private static final String ADD = "/identity-center/add-application";
    private static final String CONFIGURE = ADD + "/{application}";

    private final World world;
    private final ApplicationConsole console;
    private final Downloads downloads;

    AddApplicationPages(World world, ApplicationConsole console) {
        this.world = world;
        this.console = console;
        this.downloads = new Downloads(world);
    }

    List<PageRoute> routes() {
        return List.of(
                PageRoute.get(ADD, visit -> choose(visit, 200, "")),
                PageRoute.post(ADD, this::begin),
                PageRoute.get(
                        CONFIGURE,
                        visit -> configure(visit, 200, ConfigurationValues.of(console.begun(visit.request())), "")),
                PageRoute.get(
                        CONFIGURE + "/metadata",
                        visit -> downloads.applicationMetadata(console.begun(visit.request()))),
                PageRoute.post(CONFIGURE, this::submit));
    }

    private HttpReply choose(Visit visit, int status, String fault) {
        return visit.page(
                status, "page/center/addApplication.jte", Map.of("head", CenterHead.of(world), "fault", fault));
    }

    private HttpReply begin(Visit visit) {
        String catalog = switch (visit.field("preference")) {
            case "catalog" -> visit.field("catalog");
            case "own" -> "custom";
            default -> "";
        };
        if (catalog.isEmpty()) {
            return choose(
                    visit, 400, "Choose how to set up the application; from the catalog, choose an application, too.");
        }
        return Pages.redirect(ADD + "/" + console.begin(catalog).instanceId());
    }

    private HttpReply configure(Visit visit, int status, ConfigurationValues values, String fault) {
        return visit.page(
                status,
                "page/center/configureApplication.jte",
                Map.of(
                        "head",
                        CenterHead.of(world),
                        "application",
                        console.begun(visit.request()),
                        "values",
                        values,
                        "fault",
                        fault));
    }

    private HttpReply submit(Visit visit) {
        ConfigurationValues typed = ConfigurationValues.typed(visit);
        SamlApplication draft = console.begun(visit.request());
        try {
            SamlApplication added = console.submit(
                    visit.request(typed.body(visit)
                            .put("displayName", typed.displayName())
                            .put("description", typed.description())),
                    draft);
            return visit.done(ApplicationPages.path(added), "You successfully added " + added.displayName() + ".");
        } catch (ConsoleException e) {
            return configure(visit, e.status(), typed, e.text());
        }
    }
}
