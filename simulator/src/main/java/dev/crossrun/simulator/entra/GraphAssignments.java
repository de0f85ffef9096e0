package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who is assigned to a service principal. */
final class GraphAssignments {
    private static final String ASSIGNED = "/servicePrincipals/{id}/appRoleAssignedTo";
    private static final GraphType TYPE = new GraphType(
            "appRoleAssignment",
            "appRoleAssignments",
            Set.of(
                    "id",
                    "appRoleId",
                    "createdDateTime",
                    "deletedDateTime",
                    "principalDisplayName",
                    "principalId",
                    "principalType",
                    "resourceDisplayName",
                    "resourceId"),
            Set.of(),
            Set.of("principalId", "principalDisplayName"));

    private GraphAssignments() {}

    static List<GraphRoute> routes() {
        return List.of(
                new GraphRoute("graph:listAssignments", "GET", ASSIGNED, 200, GraphAssignments::list),
                new GraphRoute("graph:assign", "POST", ASSIGNED, 201, GraphAssignments::assign),
                new GraphRoute(
                        "graph:unassign", "DELETE", ASSIGNED + "/{assignment}", 204, GraphAssignments::unassign));
    }

    private static Optional<ObjectNode> list(GraphCall call) {
        ServicePrincipal principal = GraphServicePrincipals.require(call);
        List<AppRoleAssignment> found = call.tenant().assignments().visible().stream()
                .filter(each -> each.servicePrincipalId().equals(principal.id()))
                .toList();
        return call.page(type(principal), found, assignment -> form(call, principal, assignment));
    }

    private static Optional<ObjectNode> assign(GraphCall call) {
        call.require("AppRoleAssignment.ReadWrite.All");
        ServicePrincipal principal = GraphServicePrincipals.require(call);
        call.only("principalId", "resourceId", "appRoleId");
        String principalId = call.required("principalId");
        String roleId = call.required("appRoleId");
        if (!call.required("resourceId").equals(principal.id())) {
            throw GraphError.badRequest("Resource id in request does not match the service principal.");
        }
        if (principal.appRoles().stream().noneMatch(role -> role.id().equals(roleId) && role.enabled())) {
            throw GraphError.badRequest(
                    "Permission being assigned was not found on application '" + principal.appId() + "'.");
        }
        boolean group = call.tenant().group(principalId).isPresent();
        if (!group && call.tenant().user(principalId).isEmpty()) {
            throw GraphError.notFound(principalId);
        }
        if (group && !call.tenant().premium()) {
            throw new GraphError(
                    403,
                    "Authorization_RequestDenied",
                    "Assigning groups to applications requires a Microsoft Entra ID P1 licence.");
        }
        boolean there = call.tenant().assignmentsOf(principal.id()).stream()
                .anyMatch(each -> each.principalId().equals(principalId)
                        && each.appRoleId().equals(roleId));
        if (there) {
            throw GraphError.badRequest("Permission being assigned already exists on the object");
        }
        AppRoleAssignment added = new AppRoleAssignment(
                call.tenant().ids().secret(43).replace('/', '_').replace('+', '-'),
                principal.id(),
                principalId,
                group ? "Group" : "User",
                roleId,
                call.tenant().now());
        call.tenant().assignments().put(added.id(), added);
        return call.one(type(principal), form(call, principal, added));
    }

    private static Optional<ObjectNode> unassign(GraphCall call) {
        call.require("AppRoleAssignment.ReadWrite.All");
        ServicePrincipal principal = GraphServicePrincipals.require(call);
        String id = call.id("assignment");
        if (call.tenant().assignmentsOf(principal.id()).stream()
                .noneMatch(each -> each.id().equals(id))) {
            throw GraphError.notFound(id);
        }
        call.tenant().assignments().remove(id);
        return Optional.empty();
    }

    private static GraphType type(ServicePrincipal principal) {
        return TYPE.in("servicePrincipals('" + principal.id() + "')/appRoleAssignedTo");
    }

    private static ObjectNode form(GraphCall call, ServicePrincipal principal, AppRoleAssignment assignment) {
        String name = call.tenant()
                .group(assignment.principalId())
                .map(EntraGroup::displayName)
                .or(() -> call.tenant().user(assignment.principalId()).map(EntraUser::displayName))
                .orElse("");
        return GraphApplications.object()
                .put("id", assignment.id())
                .putNull("deletedDateTime")
                .put("appRoleId", assignment.appRoleId())
                .put("createdDateTime", assignment.createdAt().toString())
                .put("principalId", assignment.principalId())
                .put("principalType", assignment.principalType())
                .put("principalDisplayName", name)
                .put("resourceDisplayName", principal.displayName())
                .put("resourceId", assignment.servicePrincipalId());
    }
}
