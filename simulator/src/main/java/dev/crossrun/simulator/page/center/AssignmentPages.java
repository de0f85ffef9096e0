package dev.crossrun.simulator.page.center;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.simulator.console.ApplicationConsole;
import dev.crossrun.simulator.console.AssignmentConsole;
import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.console.ConsoleRequest;
import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.page.Visit;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** "Assign users and groups" and "Remove access" of an application; who has which account is only shown. */
final class AssignmentPages {
    private static final String ASSIGN = ApplicationPages.APPLICATION + "/assign";

    private final World world;
    private final ApplicationConsole applications;
    private final AssignmentConsole console;

    AssignmentPages(World world, ApplicationConsole applications) {
        this.world = world;
        this.applications = applications;
        this.console = new AssignmentConsole(world);
    }

    /**
     * A user or group on the page.
     *
     * @param type {@code USER} or {@code GROUP}
     */
    record Principal(String type, String name, boolean assigned) {
        /** What its check box sends. */
        String value() {
            return type + " " + name;
        }

        static Principal of(String value) {
            String[] parts = value.split(" ", 2);
            if (parts.length != 2) {
                throw ConsoleException.invalid("A user or group is its type and its name");
            }
            return new Principal(parts[0], parts[1], false);
        }
    }

    List<PageRoute> routes() {
        return List.of(
                PageRoute.get(ASSIGN, visit -> choose(visit, 200, "")),
                PageRoute.post(ASSIGN, this::assign),
                PageRoute.post(ApplicationPages.APPLICATION + "/remove-access", this::removeAccess),
                PageRoute.get("/identity-center/accounts", this::accounts));
    }

    /** All that can be assigned to an application, users first. */
    static List<Principal> principals(IdentityCenter center, SamlApplication application) {
        List<Principal> all = new ArrayList<>();
        center.users()
                .visible()
                .forEach(user -> all.add(new Principal(
                        "USER", user.userName(), isAssigned(application, PrincipalType.USER, user.id()))));
        center.groups()
                .visible()
                .forEach(group -> all.add(new Principal(
                        "GROUP", group.displayName(), isAssigned(application, PrincipalType.GROUP, group.id()))));
        return all;
    }

    private static boolean isAssigned(SamlApplication application, PrincipalType type, String id) {
        return application.assignments().contains(new SamlApplication.Assignment(type, id));
    }

    private HttpReply choose(Visit visit, int status, String fault) {
        SamlApplication application = applications.show(visit.request());
        CenterHead head = CenterHead.of(world);
        return visit.page(
                status,
                "page/center/assign.jte",
                Map.of(
                        "head",
                        head,
                        "application",
                        application,
                        "principals",
                        principals(head.center(), application),
                        "fault",
                        fault));
    }

    private HttpReply assign(Visit visit) {
        List<String> chosen = visit.fields("principal");
        if (chosen.isEmpty()) {
            return choose(visit, 400, "Select at least one user or group.");
        }
        try {
            for (String each : chosen) {
                Principal principal = Principal.of(each);
                console.assign(visit.request(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", principal.type())
                        .put("name", principal.name())));
            }
        } catch (ConsoleException e) {
            return choose(visit, e.status(), e.text());
        }
        return done(visit, "You assigned: ", chosen);
    }

    private HttpReply removeAccess(Visit visit) {
        List<String> chosen = visit.fields("principal");
        if (chosen.isEmpty()) {
            throw ConsoleException.invalid("Select at least one user or group to remove");
        }
        for (String each : chosen) {
            Principal principal = Principal.of(each);
            ConsoleRequest request = visit.request();
            console.unassign(new ConsoleRequest(
                    request.user(),
                    Map.of(
                            "application",
                            visit.path("application"),
                            "type",
                            principal.type(),
                            "name",
                            principal.name()),
                    request.body()));
        }
        return done(visit, "You removed the access of: ", chosen);
    }

    private static HttpReply done(Visit visit, String what, List<String> chosen) {
        List<String> names =
                chosen.stream().map(each -> Principal.of(each).name()).toList();
        return visit.done(
                ApplicationPages.APPLICATIONS + "/" + visit.path("application"), what + String.join(", ", names) + ".");
    }

    private HttpReply accounts(Visit visit) {
        return visit.page(
                "page/center/accounts.jte",
                Map.of(
                        "head",
                        CenterHead.of(world),
                        "accounts",
                        List.copyOf(world.organization().accounts())));
    }
}
