package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Users and groups, as far as the permissions show them: {@code accountEnabled} takes more than {@code User.ReadBasic.All}, and is
 * null without (Graph reference, "user resource type").
 */
final class GraphDirectory {
    private GraphDirectory() {}

    static List<GraphRoute> routes() {
        return List.of(
                new GraphRoute("graph:listUsers", "GET", "/users", 200, GraphDirectory::users),
                new GraphRoute("graph:listGroups", "GET", "/groups", 200, GraphDirectory::groups),
                new GraphRoute("graph:listMembers", "GET", "/groups/{id}/members", 200, GraphDirectory::members));
    }

    private static Optional<ObjectNode> users(GraphCall call) {
        call.require("User.ReadBasic.All", "User.Read.All", "Directory.Read.All");
        return Optional.of(
                call.list(call.filtered(call.tenant().users(), GraphDirectory::user), user -> selected(call, user)));
    }

    private static Function<EntraUser, String> user(String property) {
        return switch (property) {
            case "userPrincipalName" -> EntraUser::userPrincipalName;
            case "mail" -> EntraUser::mail;
            default -> throw GraphError.badRequest("Invalid filter clause: property " + property);
        };
    }

    private static Optional<ObjectNode> groups(GraphCall call) {
        call.require("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All");
        List<EntraGroup> found = call.filtered(call.tenant().groups(), property -> {
            if (!property.equals("displayName")) {
                throw GraphError.badRequest("Invalid filter clause: property " + property);
            }
            return EntraGroup::displayName;
        });
        return Optional.of(call.list(
                found,
                group -> GraphApplications.object().put("id", group.id()).put("displayName", group.displayName())));
    }

    private static Optional<ObjectNode> members(GraphCall call) {
        call.require("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All");
        EntraGroup group = call.tenant().group(call.id("id")).orElseThrow(() -> GraphError.notFound(call.id("id")));
        return Optional.of(call.list(
                group.memberIds(),
                id -> call.tenant()
                        .user(id)
                        .map(GraphDirectory::form)
                        .map(form -> form.put("@odata.type", "#microsoft.graph.user"))
                        .orElseGet(() -> GraphApplications.object()
                                .put("@odata.type", "#microsoft.graph.group")
                                .put("id", id))));
    }

    private static ObjectNode selected(GraphCall call, EntraUser user) {
        ObjectNode form = form(user);
        if (List.of(call.query().getOrDefault("$select", "").split(",")).contains("accountEnabled")) {
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
                .put("surname", user.surname());
        return user.mail().isEmpty() ? node.putNull("mail") : node.put("mail", user.mail());
    }
}
