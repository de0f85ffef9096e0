package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.EntraApplication.AppRole;
import dev.crossrun.simulator.entra.SignInApplication.Person;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Registers applications that sign people in: application, service principal, secret, people and their assignments. */
public final class Registrations {
    private Registrations() {}

    /**
     * Adds the registration, visible at once; one with the same client id gets the new secret and redirect URIs. Called under
     * the world's lock.
     */
    public static void add(EntraTenant tenant, SignInApplication application) {
        List<AppRole> roles = application.appRoles().stream()
                .map(value -> new AppRole(stableId(application.clientId() + value), value, Optional.of(value), true))
                .toList();
        String id = tenant.applications().all().stream()
                .filter(each -> each.appId().equals(application.clientId()))
                .map(EntraApplication::id)
                .findFirst()
                .orElseGet(() -> tenant.ids().uuid());
        tenant.applications()
                .plant(
                        id,
                        new EntraApplication(
                                id,
                                application.clientId(),
                                application.displayName(),
                                Optional.empty(),
                                List.of("api://" + application.clientId()),
                                application.redirectUris(),
                                List.of(),
                                List.of(),
                                tenant.now(),
                                roles,
                                Map.of("api", api(application))));
        ServicePrincipal principal = new ServicePrincipal(
                principalId(tenant, application),
                application.clientId(),
                application.displayName(),
                roles,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of("WindowsAzureActiveDirectoryIntegratedApp"),
                Map.of("appRoleAssignmentRequired", BooleanNode.valueOf(application.assignmentRequired())));
        tenant.servicePrincipals().plant(principal.id(), principal);
        tenant.add(new GraphClient(application.clientId(), application.clientSecret(), Set.of()));
        application.people().forEach(person -> assign(tenant, principal, person));
    }

    private static String principalId(EntraTenant tenant, SignInApplication application) {
        return tenant.servicePrincipals().all().stream()
                .filter(each -> each.appId().equals(application.clientId()))
                .map(ServicePrincipal::id)
                .findFirst()
                .orElseGet(() -> tenant.ids().uuid());
    }

    private static ObjectNode api(SignInApplication application) {
        ObjectNode api = GraphApplications.object().put("requestedAccessTokenVersion", 2);
        ArrayNode scopes = api.putArray("oauth2PermissionScopes");
        application
                .scopes()
                .forEach(scope -> scopes.addObject()
                        .put("id", stableId(application.clientId() + scope))
                        .put("value", scope)
                        .put("isEnabled", true));
        return api;
    }

    private static void assign(EntraTenant tenant, ServicePrincipal principal, Person person) {
        EntraUser user = tenant.userByName(person.userPrincipalName()).orElseGet(() -> add(tenant, person));
        principal.appRoles().stream()
                .filter(role -> person.roles().contains(role.displayName()))
                .filter(role -> tenant.assignmentsOf(principal.id()).stream()
                        .noneMatch(each -> each.principalId().equals(user.id())
                                && each.appRoleId().equals(role.id())))
                .forEach(role -> {
                    String id = tenant.ids().uuid();
                    tenant.assignments()
                            .plant(
                                    id,
                                    new AppRoleAssignment(
                                            id, principal.id(), user.id(), "User", role.id(), tenant.now()));
                });
    }

    private static EntraUser add(EntraTenant tenant, Person person) {
        String name = person.userPrincipalName();
        EntraUser user = new EntraUser(stableId(name), name, name, person.givenName(), person.surname(), true);
        tenant.replace(user);
        return user;
    }

    private static String stableId(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
