package dev.crossrun.simulator.entra;

import java.util.Optional;

/** What an administrator does on the page "Users and groups" of an enterprise app. */
public final class EntraAdministration {
    /** The role of applications that have no roles of their own. */
    public static final String DEFAULT_ACCESS = "00000000-0000-0000-0000-000000000000";

    private final EntraTenant tenant;

    public EntraAdministration(EntraTenant tenant) {
        this.tenant = tenant;
    }

    /** Assigns a user or group, unless it is assigned already; returns the words of the page that refuses. */
    public Optional<String> assign(ServicePrincipal principal, String assigneeId, String roleId) {
        boolean group = tenant.group(assigneeId).isPresent();
        if (!group && tenant.user(assigneeId).isEmpty()) {
            return Optional.of("There is no user or group " + assigneeId + " in the tenant.");
        }
        if (group && !tenant.premium()) {
            return Optional.of(
                    "Groups are not available for assignment due to your Active Directory plan level. You can"
                            + " assign individual users to the application.");
        }
        boolean known = principal.appRoles().stream().anyMatch(role -> role.id().equals(roleId) && role.enabled());
        if (!known && !(principal.appRoles().isEmpty() && roleId.equals(DEFAULT_ACCESS))) {
            return Optional.of("Select a role of the application.");
        }
        if (tenant.assignmentsOf(principal.id()).stream()
                .noneMatch(each -> each.principalId().equals(assigneeId))) {
            String id = tenant.ids().uuid();
            tenant.assignments()
                    .put(
                            id,
                            new AppRoleAssignment(
                                    id, principal.id(), assigneeId, group ? "Group" : "User", roleId, tenant.now()));
        }
        return Optional.empty();
    }

    /** Removes an assignment of a service principal; false if there is none of this id. */
    public boolean unassign(ServicePrincipal principal, String assignmentId) {
        boolean there = tenant.assignmentsOf(principal.id()).stream()
                .anyMatch(each -> each.id().equals(assignmentId));
        if (there) {
            tenant.assignments().remove(assignmentId);
        }
        return there;
    }
}
