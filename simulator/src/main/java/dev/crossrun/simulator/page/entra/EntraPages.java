package dev.crossrun.simulator.page.entra;

import dev.crossrun.simulator.entra.AppRoleAssignment;
import dev.crossrun.simulator.entra.EntraAdministration;
import dev.crossrun.simulator.entra.EntraApplication.AppRole;
import dev.crossrun.simulator.entra.EntraGroup;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.EntraUser;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.page.PageException;
import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.page.Visit;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** "Enterprise apps" of the Microsoft Entra admin center, below {@code /entra}: who is assigned to which. */
public final class EntraPages {
    private static final String APPS = "/entra";
    private static final String APP = "/entra/apps/{principal}";

    private final World world;

    private EntraPages(World world) {
        this.world = world;
    }

    /** A user or group. */
    record Assignee(String id, String name, String type) {}

    /** An assignment as the page shows it. */
    record Row(String id, String name, String type, String role) {}

    public static List<PageRoute> routes(World world) {
        EntraPages pages = new EntraPages(world);
        return List.of(
                PageRoute.get(APPS, pages::apps),
                PageRoute.get(APP, pages::usersAndGroups),
                PageRoute.get(APP + "/add", visit -> pages.choose(visit, 200, "")),
                PageRoute.post(APP + "/add", pages::assign),
                PageRoute.post(APP + "/remove", pages::remove));
    }

    private EntraTenant tenant() {
        return world.entra().orElseThrow(() -> new PageException(404, "There is no Microsoft Entra tenant here."));
    }

    private ServicePrincipal principal(Visit visit) {
        String id = visit.path("principal");
        return tenant().servicePrincipals().all().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new PageException(404, "Enterprise app " + id + " does not exist."));
    }

    private HttpReply apps(Visit visit) {
        return visit.page(
                "page/entra/apps.jte",
                Map.of("tenant", tenant(), "apps", tenant().servicePrincipals().all()));
    }

    private HttpReply usersAndGroups(Visit visit) {
        ServicePrincipal principal = principal(visit);
        List<Row> rows = tenant().assignmentsOf(principal.id()).stream()
                .map(each -> row(principal, each))
                .toList();
        return visit.page("page/entra/usersAndGroups.jte", Map.of("tenant", tenant(), "app", principal, "rows", rows));
    }

    private Row row(ServicePrincipal principal, AppRoleAssignment assignment) {
        String id = assignment.principalId();
        String name = tenant().user(id)
                .map(EntraUser::userPrincipalName)
                .or(() -> tenant().group(id).map(EntraGroup::displayName))
                .orElse(id);
        String role = principal.appRoles().stream()
                .filter(each -> each.id().equals(assignment.appRoleId()))
                .map(AppRole::displayName)
                .findFirst()
                .orElse("Default Access");
        return new Row(assignment.id(), name, assignment.principalType(), role);
    }

    private HttpReply choose(Visit visit, int status, String fault) {
        ServicePrincipal principal = principal(visit);
        List<String> assigned = tenant().assignmentsOf(principal.id()).stream()
                .map(AppRoleAssignment::principalId)
                .toList();
        List<Assignee> assignees = new ArrayList<>();
        tenant().users().forEach(user -> assignees.add(new Assignee(user.id(), user.userPrincipalName(), "User")));
        tenant().groups().forEach(group -> assignees.add(new Assignee(group.id(), group.displayName(), "Group")));
        assignees.removeIf(each -> assigned.contains(each.id()));
        return visit.page(
                status,
                "page/entra/addAssignment.jte",
                Map.of(
                        "tenant",
                        tenant(),
                        "app",
                        principal,
                        "roles",
                        roles(principal),
                        "assignees",
                        assignees,
                        "fault",
                        fault));
    }

    /** The role that people get comes first: {@code msiam_access} is for roles of AWS accounts. */
    private static List<AppRole> roles(ServicePrincipal principal) {
        List<AppRole> roles = new ArrayList<>(
                principal.appRoles().stream().filter(AppRole::enabled).toList());
        roles.sort(java.util.Comparator.comparing(
                (AppRole role) -> !role.displayName().equals("User")));
        return roles.isEmpty()
                ? List.of(new AppRole(EntraAdministration.DEFAULT_ACCESS, "Default Access", Optional.empty(), true))
                : roles;
    }

    private HttpReply assign(Visit visit) {
        ServicePrincipal principal = principal(visit);
        List<String> chosen = visit.fields("assignee");
        if (chosen.isEmpty()) {
            return choose(visit, 400, "Select at least one user or group.");
        }
        EntraAdministration administration = new EntraAdministration(tenant());
        for (String each : chosen) {
            Optional<String> refusal = administration.assign(principal, each, visit.field("role"));
            if (refusal.isPresent()) {
                return choose(visit, 403, refusal.get());
            }
        }
        return visit.done(path(principal), "Application assignment succeeded.");
    }

    private HttpReply remove(Visit visit) {
        ServicePrincipal principal = principal(visit);
        EntraAdministration administration = new EntraAdministration(tenant());
        List<String> chosen = visit.fields("assignment");
        if (chosen.isEmpty()) {
            throw new PageException(400, "Select at least one assignment to remove.");
        }
        for (String each : chosen) {
            if (!administration.unassign(principal, each)) {
                throw new PageException(404, "Assignment " + each + " does not exist.");
            }
        }
        return visit.done(path(principal), "The assignment was removed.");
    }

    private static String path(ServicePrincipal principal) {
        return "/entra/apps/" + principal.id();
    }
}
