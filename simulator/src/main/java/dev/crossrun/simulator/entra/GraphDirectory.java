package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Users and groups, as far as the permissions show them: {@code accountEnabled} takes more than {@code User.ReadBasic.All}, and is
 * null without (Graph reference, "user resource type").
 */
final class GraphDirectory {
    private static final String[] MAY_READ_USERS = {"User.ReadBasic.All", "User.Read.All", "Directory.Read.All"};
    private static final String[] MAY_READ_GROUPS = {"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"};

    private static final GraphType USER = new GraphType(
            "user",
            "users",
            Set.of(
                    "id",
                    "accountEnabled",
                    "businessPhones",
                    "displayName",
                    "givenName",
                    "jobTitle",
                    "mail",
                    "mobilePhone",
                    "officeLocation",
                    "preferredLanguage",
                    "surname",
                    "userPrincipalName"),
            Set.of(
                    "assignedLicenses",
                    "city",
                    "companyName",
                    "country",
                    "createdDateTime",
                    "deletedDateTime",
                    "department",
                    "employeeId",
                    "identities",
                    "mailNickname",
                    "onPremisesSyncEnabled",
                    "otherMails",
                    "proxyAddresses",
                    "signInActivity",
                    "usageLocation",
                    "userType",
                    "appRoleAssignments",
                    "directReports",
                    "manager",
                    "memberOf",
                    "transitiveMemberOf"),
            Set.of("id", "displayName", "givenName", "mail", "surname", "userPrincipalName"));

    private static final GraphType GROUP = new GraphType(
            "group",
            "groups",
            Set.of("id", "displayName", "groupTypes", "mailEnabled", "securityEnabled"),
            Set.of(
                    "classification",
                    "createdDateTime",
                    "deletedDateTime",
                    "description",
                    "mail",
                    "mailNickname",
                    "membershipRule",
                    "onPremisesSyncEnabled",
                    "visibility",
                    "appRoleAssignments",
                    "memberOf",
                    "members",
                    "owners",
                    "transitiveMembers"),
            Set.of("id", "displayName"));

    private GraphDirectory() {}

    static List<GraphRoute> routes() {
        return List.of(
                new GraphRoute("graph:listUsers", "GET", "/users", 200, GraphDirectory::users),
                new GraphRoute("graph:getUser", "GET", "/users/{id}", 200, GraphDirectory::user),
                new GraphRoute("graph:listGroups", "GET", "/groups", 200, GraphDirectory::groups),
                new GraphRoute("graph:getGroup", "GET", "/groups/{id}", 200, GraphDirectory::group),
                new GraphRoute("graph:listMembers", "GET", "/groups/{id}/members", 200, GraphDirectory::members));
    }

    private static Optional<ObjectNode> users(GraphCall call) {
        call.require(MAY_READ_USERS);
        return call.page(USER, call.tenant().users(), user -> selected(call, user));
    }

    /** By id or by user principal name. */
    private static Optional<ObjectNode> user(GraphCall call) {
        call.require(MAY_READ_USERS);
        String key = call.id("id");
        EntraUser user = call.tenant()
                .user(key)
                .or(() -> call.tenant().userByName(key))
                .orElseThrow(() -> GraphError.notFound(key));
        return call.one(USER, selected(call, user));
    }

    private static Optional<ObjectNode> groups(GraphCall call) {
        call.require(MAY_READ_GROUPS);
        return call.page(GROUP, call.tenant().groups(), GraphDirectory::form);
    }

    private static Optional<ObjectNode> group(GraphCall call) {
        return call.one(GROUP, form(requireGroup(call)));
    }

    private static EntraGroup requireGroup(GraphCall call) {
        call.require(MAY_READ_GROUPS);
        return call.tenant().group(call.id("id")).orElseThrow(() -> GraphError.notFound(call.id("id")));
    }

    /** Users, and groups within the group. */
    private static Optional<ObjectNode> members(GraphCall call) {
        return call.page(USER.in("directoryObjects"), requireGroup(call).memberIds(), id -> member(call, id));
    }

    private static ObjectNode member(GraphCall call, String id) {
        Optional<EntraUser> user = call.tenant().user(id);
        ObjectNode node = GraphApplications.object()
                .put("@odata.type", user.isPresent() ? "#microsoft.graph.user" : "#microsoft.graph.group");
        node.setAll(user.map(GraphDirectory::form)
                .or(() -> call.tenant().group(id).map(GraphDirectory::form))
                .orElseGet(() -> GraphApplications.object().put("id", id)));
        return node;
    }

    private static ObjectNode form(EntraGroup group) {
        ObjectNode node = GraphApplications.object()
                .put("id", group.id())
                .put("displayName", group.displayName())
                .put("mailEnabled", false)
                .put("securityEnabled", true);
        node.putArray("groupTypes");
        return node;
    }

    private static ObjectNode selected(GraphCall call, EntraUser user) {
        ObjectNode form = form(user);
        if (call.query().selects("accountEnabled")) {
            boolean shown = Stream.of("User.Read.All", "Directory.Read.All")
                    .anyMatch(call.client().permissions()::contains);
            if (shown) {
                form.put("accountEnabled", user.enabled());
            } else {
                form.putNull("accountEnabled");
            }
        }
        return form;
    }

    private static ObjectNode form(EntraUser user) {
        ObjectNode node = GraphApplications.object()
                .put("id", user.id())
                .put("userPrincipalName", user.userPrincipalName())
                .put("displayName", user.displayName())
                .put("givenName", user.givenName())
                .put("surname", user.surname())
                .putNull("jobTitle")
                .putNull("mobilePhone")
                .putNull("officeLocation")
                .putNull("preferredLanguage");
        node.putArray("businessPhones");
        return user.mail().isEmpty() ? node.putNull("mail") : node.put("mail", user.mail());
    }
}
