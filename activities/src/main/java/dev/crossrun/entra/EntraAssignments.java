package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.microsoft.graph.models.AppRole;
import com.microsoft.graph.models.AppRoleAssignment;
import com.microsoft.graph.models.ServicePrincipal;
import com.microsoft.graph.serviceprincipals.item.ServicePrincipalItemRequestBuilder;
import com.microsoft.graph.serviceprincipals.item.approleassignedto.AppRoleAssignedToRequestBuilder;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Assignment;
import dev.crossrun.activity.EntraActivities.Principal;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.batch.ItemByItem;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who may sign on to an application. */
final class EntraAssignments {
    /** The role of an assignment without one, such as before the application had roles: Entra does not provision by it. */
    private static final UUID DEFAULT_ACCESS = new UUID(0, 0);

    private final EntraTenants tenants;

    EntraAssignments(EntraTenants tenants) {
        this.tenants = tenants;
    }

    List<Found> find(List<Assignment> wanted) {
        Map<Application, Set<String>> assigned = new HashMap<>();
        return wanted.stream()
                .map(each -> isThere(each, assigned) ? Found.unmarked(Map.of()) : Found.absent())
                .toList();
    }

    /** Who is assigned is listed once for each application. */
    private boolean isThere(Assignment assignment, Map<Application, Set<String>> assigned) {
        return assigned.computeIfAbsent(assignment.application(), application -> Set.copyOf(assigned(application)))
                .contains(assignment.principal().id());
    }

    List<ItemResult> assign(List<Assignment> wanted) {
        Map<Application, Set<String>> assigned = new HashMap<>();
        Map<Application, UUID> roles = new HashMap<>();
        return ItemByItem.put(
                wanted,
                ItemByItem::isDenied,
                (assignment, note) -> GraphPermission.ASSIGNMENT.neededBy(() -> {
                    if (!isThere(assignment, assigned)) {
                        assign(assignment, roles);
                    }
                    return ItemResult.done();
                }));
    }

    private void assign(Assignment assignment, Map<Application, UUID> roles) {
        Application application = assignment.application();
        AppRoleAssignment body = new AppRoleAssignment();
        body.setPrincipalId(UUID.fromString(assignment.principal().id()));
        body.setResourceId(UUID.fromString(application.servicePrincipalId()));
        body.setAppRoleId(roles.computeIfAbsent(
                application,
                any -> GraphFailures.settling("reading the roles of " + application.name(), () -> role(application))));
        GraphFailures.making(
                "assigning " + assignment.principal().name() + " to " + application.name(),
                () -> servicePrincipal(application).appRoleAssignedTo().post(body));
    }

    List<String> assigned(Application application) {
        return GraphFailures.settling(
                "listing who is assigned to " + application.name(),
                () -> assignments(application).stream()
                        .filter(each -> !DEFAULT_ACCESS.equals(each.getAppRoleId()))
                        .map(each -> String.valueOf(each.getPrincipalId()))
                        .toList());
    }

    private List<AppRoleAssignment> assignments(Application application) {
        AppRoleAssignedToRequestBuilder assigned = servicePrincipal(application).appRoleAssignedTo();
        return Paged.all(
                assigned.get(),
                page -> page.getValue(),
                page -> page.getOdataNextLink(),
                next -> assigned.withUrl(next).get());
    }

    /** Of an application that is gone the assignments are gone, too. */
    Removal unassign(Assignment assignment, boolean preview) {
        Application application = assignment.application();
        Principal principal = assignment.principal();
        String doing = "taking " + principal.name() + " off " + application.name();
        Optional<String> there = GraphFailures.found(doing, () -> assignmentOf(application, principal))
                .flatMap(found -> found);
        if (there.isEmpty()) {
            return Removal.gone();
        }
        return preview
                ? Removal.removed()
                : GraphFailures.removing(
                        doing,
                        () -> servicePrincipal(application)
                                .appRoleAssignedTo()
                                .byAppRoleAssignmentId(there.get())
                                .delete());
    }

    /** The id of the assignment that {@link #assign} makes; what somebody else assigned with another role stays. */
    private Optional<String> assignmentOf(Application application, Principal principal) {
        UUID role = role(application);
        return assignments(application).stream()
                .filter(each -> principal.id().equals(String.valueOf(each.getPrincipalId())))
                .filter(each -> role.equals(each.getAppRoleId()))
                .map(each -> String.valueOf(each.getId()))
                .findFirst();
    }

    private ServicePrincipalItemRequestBuilder servicePrincipal(Application application) {
        return tenants.graph(application.tenantId())
                .servicePrincipals()
                .byServicePrincipalId(application.servicePrincipalId());
    }

    /** The role for people that the application itself offers; the gallery's is called User. */
    private UUID role(Application application) {
        ServicePrincipal principal = required(servicePrincipal(application).get());
        List<AppRole> roles = principal.getAppRoles() == null ? List.of() : principal.getAppRoles();
        List<AppRole> offered = roles.stream()
                .filter(role -> Boolean.TRUE.equals(role.getIsEnabled()))
                .filter(role -> role.getAllowedMemberTypes() != null
                        && role.getAllowedMemberTypes().contains("User"))
                .toList();
        return offered.stream()
                .filter(role -> "User".equals(role.getDisplayName()))
                .findFirst()
                .or(() -> offered.stream().findFirst())
                .map(role -> required(role.getId()))
                .orElseThrow(() -> FailureType.INCONSISTENT.failure(
                        "the application offers no role for people",
                        "Give it an app role \"User\" for users and groups in Entra (App registrations, App roles), then"
                                + " try again."));
    }
}
