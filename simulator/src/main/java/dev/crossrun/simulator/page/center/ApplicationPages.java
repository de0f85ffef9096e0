package dev.crossrun.simulator.page.center;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.console.ApplicationConsole;
import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.console.Downloads;
import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.page.Visit;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.SamlApplication.AttributeMapping;
import dev.crossrun.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** "Applications", tab "Customer managed", and the pages of one application. */
final class ApplicationPages {
    static final String APPLICATIONS = "/identity-center/applications";
    static final String APPLICATION = APPLICATIONS + "/{application}";

    private static final int BLANK_ROWS = 2;

    private final World world;
    private final ApplicationConsole console;
    private final Downloads downloads;

    ApplicationPages(World world, ApplicationConsole console) {
        this.world = world;
        this.console = console;
        this.downloads = new Downloads(world);
    }

    List<PageRoute> routes() {
        return List.of(
                PageRoute.get(APPLICATIONS, this::list),
                PageRoute.get(APPLICATION, this::show),
                PageRoute.get(
                        APPLICATION + "/metadata",
                        visit -> downloads.applicationMetadata(console.show(visit.request()))),
                PageRoute.get(
                        APPLICATION + "/configuration",
                        visit -> configuration(visit, 200, ConfigurationValues.of(console.show(visit.request())), "")),
                PageRoute.post(APPLICATION + "/configuration", this::configure),
                PageRoute.get(
                        APPLICATION + "/attribute-mappings",
                        visit -> mappings(
                                visit, 200, console.show(visit.request()).attributeMappings(), "")),
                PageRoute.post(APPLICATION + "/attribute-mappings", this::map),
                PageRoute.get(APPLICATION + "/certificate", this::certificate),
                PageRoute.post(APPLICATION + "/certificate", this::rotate),
                PageRoute.post(APPLICATION + "/status", this::changeStatus),
                PageRoute.get(APPLICATION + "/remove", this::confirmRemoval),
                PageRoute.post(APPLICATION + "/remove", this::remove));
    }

    private HttpReply list(Visit visit) {
        return visit.page(
                "page/center/applications.jte", Map.of("head", CenterHead.of(world), "applications", console.list()));
    }

    private HttpReply show(Visit visit) {
        return page(visit, "page/center/application.jte");
    }

    private HttpReply certificate(Visit visit) {
        return page(visit, "page/center/certificate.jte");
    }

    private HttpReply confirmRemoval(Visit visit) {
        return page(visit, "page/center/removeApplication.jte");
    }

    private HttpReply page(Visit visit, String template) {
        return visit.page(template, Map.of("head", CenterHead.of(world), "application", console.show(visit.request())));
    }

    private HttpReply configuration(Visit visit, int status, ConfigurationValues values, String fault) {
        return visit.page(
                status,
                "page/center/editConfiguration.jte",
                Map.of(
                        "head",
                        CenterHead.of(world),
                        "application",
                        console.show(visit.request()),
                        "values",
                        values,
                        "fault",
                        fault));
    }

    private HttpReply configure(Visit visit) {
        ConfigurationValues typed = ConfigurationValues.typed(visit);
        try {
            SamlApplication after = console.configure(visit.request(typed.body(visit)));
            return visit.done(
                    path(after), "You successfully updated the configuration of " + after.displayName() + ".");
        } catch (ConsoleException e) {
            return configuration(visit, e.status(), typed, e.text());
        }
    }

    private HttpReply mappings(Visit visit, int status, List<AttributeMapping> rows, String fault) {
        List<AttributeMapping> shown = new ArrayList<>(rows);
        for (int i = 0; i < BLANK_ROWS; i++) {
            shown.add(new AttributeMapping("", "", "unspecified"));
        }
        return visit.page(
                status,
                "page/center/editMappings.jte",
                Map.of(
                        "head",
                        CenterHead.of(world),
                        "application",
                        console.show(visit.request()),
                        "rows",
                        shown,
                        "fault",
                        fault));
    }

    /** Saves the rows, or shows them with more blank ones; a row without name and value is no row. */
    private HttpReply map(Visit visit) {
        List<AttributeMapping> typed = rows(visit);
        if (visit.field("rows").equals("add")) {
            return mappings(visit, 200, typed, "");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode mappings = body.putArray("mappings");
        typed.forEach(row -> mappings.addObject()
                .put("attribute", row.attribute())
                .put("value", row.value())
                .put("format", row.format()));
        try {
            SamlApplication after = console.mapAttributes(visit.request(body));
            return visit.done(
                    path(after), "You successfully updated the attribute mappings of " + after.displayName() + ".");
        } catch (ConsoleException e) {
            return mappings(visit, e.status(), typed, e.text());
        }
    }

    private static List<AttributeMapping> rows(Visit visit) {
        List<String> attributes = visit.fields("attribute");
        List<String> values = visit.fields("value");
        List<String> formats = visit.fields("format");
        if (attributes.size() != values.size() || attributes.size() != formats.size()) {
            throw ConsoleException.invalid("Each row has an attribute, a value and a format");
        }
        List<AttributeMapping> rows = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            AttributeMapping row = new AttributeMapping(
                    attributes.get(i).strip(), values.get(i).strip(), formats.get(i));
            if (!row.attribute().isEmpty() || !row.value().isEmpty()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private HttpReply rotate(Visit visit) {
        SamlApplication after = console.rotateCertificate(visit.request());
        return visit.done(path(after), "The application signs with a new certificate.");
    }

    private HttpReply changeStatus(Visit visit) {
        SamlApplication after = console.changeStatus(
                visit.request(JsonNodeFactory.instance.objectNode().put("status", visit.field("status"))));
        return visit.done(path(after), after.displayName() + (after.enabled() ? " is enabled." : " is disabled."));
    }

    private HttpReply remove(Visit visit) {
        SamlApplication removed = console.delete(visit.request());
        return visit.done(APPLICATIONS, "You removed " + removed.displayName() + ".");
    }

    static String path(SamlApplication application) {
        return APPLICATIONS + "/" + application.instanceId();
    }
}
