package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.azure.core.credential.AccessToken;
import com.microsoft.graph.models.DirectoryObject;
import com.microsoft.graph.models.DirectoryObjectCollectionResponse;
import com.microsoft.graph.models.Group;
import com.microsoft.graph.models.GroupCollectionResponse;
import com.microsoft.graph.models.UserCollectionResponse;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.nimbusds.jwt.SignedJWT;
import dev.crossrun.activity.EntraActivities.Grants;
import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.activity.EntraActivities.PeopleQuery;
import dev.crossrun.activity.EntraActivities.Principal;
import dev.crossrun.activity.EntraActivities.User;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.GroupMembers;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** People of a tenant, and what the worker may do in it. */
final class EntraDirectory {
    /** The most values in one filter of Graph. */
    private static final int VALUES = 15;

    /** The most that Graph gives on one page. */
    private static final int PAGE = 999;

    private static final String[] SELECTED = {
        "id", "userPrincipalName", "mail", "accountEnabled", "givenName", "surname", "displayName"
    };

    private final EntraTenants tenants;

    EntraDirectory(EntraTenants tenants) {
        this.tenants = tenants;
    }

    /** An application's token lists the permissions that were consented to (claim {@code roles}). */
    Grants grants(String tenantId) {
        AccessToken token =
                GraphFailures.translating("signing in to tenant " + tenantId, () -> tenants.newToken(tenantId));
        try {
            List<String> roles =
                    SignedJWT.parse(token.getToken()).getJWTClaimsSet().getStringListClaim("roles");
            return new Grants(roles == null ? Set.of() : Set.copyOf(roles));
        } catch (ParseException e) {
            throw FailureType.INCONSISTENT.failure(
                    "Entra's token for Graph cannot be read",
                    "Try again; if it stays so, look at `authorityHost` and the credentials in worker.yml.");
        }
    }

    People find(PeopleQuery query) {
        Map<String, User> users = new LinkedHashMap<>();
        for (List<String> names : portions(query.users())) {
            users(query.tenantId(), "userPrincipalName", names).forEach(user -> users.put(user.id(), user));
            users(query.tenantId(), "mail", names).forEach(user -> users.putIfAbsent(user.id(), user));
        }
        List<Principal> groups = new ArrayList<>();
        query.groups().forEach(name -> groups.addAll(groups(query.tenantId(), name)));
        List<String> ids = List.copyOf(users.keySet());
        List<GroupMembers> members = groups.stream()
                .map(group -> members(query.tenantId(), group, ids))
                .toList();
        return new People(List.copyOf(users.values()), groups, members);
    }

    /** Entra assigns and provisions direct members only (Microsoft Entra, "Assign users and groups to an application"). */
    private GroupMembers members(String tenantId, Principal group, List<String> asked) {
        GraphServiceClient graph = tenants.graph(tenantId);
        return GraphFailures.translating("listing the members of the group " + group.name() + " in Entra", () -> {
            List<DirectoryObject> found = Paged.all(
                    graph.groups().byGroupId(group.id()).members().get(request -> {
                        required(request.queryParameters).select = new String[] {"id"};
                        required(request.queryParameters).top = PAGE;
                    }),
                    DirectoryObjectCollectionResponse::getValue,
                    DirectoryObjectCollectionResponse::getOdataNextLink,
                    next -> graph.groups()
                            .byGroupId(group.id())
                            .members()
                            .withUrl(next)
                            .get());
            Set<String> ids =
                    found.stream().map(member -> String.valueOf(member.getId())).collect(Collectors.toSet());
            return GroupMembers.among(asked, group.id(), ids);
        });
    }

    private List<User> users(String tenantId, String property, List<String> names) {
        GraphServiceClient graph = tenants.graph(tenantId);
        String filter = property + " in ("
                + String.join(", ", names.stream().map(EntraDirectory::quoted).toList()) + ")";
        return GraphFailures.translating("looking for users in Entra", () -> {
            List<com.microsoft.graph.models.User> found = Paged.all(
                    graph.users().get(request -> {
                        required(request.queryParameters).filter = filter;
                        required(request.queryParameters).select = SELECTED;
                    }),
                    UserCollectionResponse::getValue,
                    UserCollectionResponse::getOdataNextLink,
                    next -> graph.users().withUrl(next).get());
            return found.stream()
                    .map(user -> new User(
                            String.valueOf(user.getId()),
                            String.valueOf(user.getUserPrincipalName()),
                            Optional.ofNullable(user.getMail()),
                            Optional.ofNullable(user.getAccountEnabled()),
                            without(user)))
                    .toList();
        });
    }

    private static List<String> without(com.microsoft.graph.models.User user) {
        return Stream.of(
                        without("givenName", user.getGivenName()),
                        without("surname", user.getSurname()),
                        without("displayName", user.getDisplayName()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> without(String attribute, @Nullable String value) {
        return value == null || value.isBlank() ? Optional.of(attribute) : Optional.empty();
    }

    private List<Principal> groups(String tenantId, String name) {
        GraphServiceClient graph = tenants.graph(tenantId);
        return GraphFailures.translating("looking for the group " + name + " in Entra", () -> {
            List<Group> found = Paged.all(
                    graph.groups().get(request -> {
                        required(request.queryParameters).filter = "displayName eq " + quoted(name);
                        required(request.queryParameters).select = new String[] {"id", "displayName"};
                    }),
                    GroupCollectionResponse::getValue,
                    GroupCollectionResponse::getOdataNextLink,
                    next -> graph.groups().withUrl(next).get());
            return found.stream()
                    .map(group -> new Principal(
                            "Group", String.valueOf(group.getId()), String.valueOf(group.getDisplayName())))
                    .toList();
        });
    }

    private static List<List<String>> portions(List<String> names) {
        List<List<String>> portions = new ArrayList<>();
        for (int from = 0; from < names.size(); from += VALUES) {
            portions.add(names.subList(from, Math.min(from + VALUES, names.size())));
        }
        return portions;
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
