package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Entra's provisioning service: it looks for each assigned user and group at the target by its name, and creates or
 * updates it there by SCIM. A job whose credentials the target refuses goes into quarantine.
 */
public final class ProvisioningService {
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    private static final int MEMBERS = 100;

    private final ScimTarget target;

    public ProvisioningService(ScimTarget target) {
        this.target = target;
    }

    /** Why an endpoint and a token do not work; empty if they do. */
    Optional<String> refusal(String baseAddress, String token) {
        ScimTarget.Answer answer =
                target.send("GET", url(baseAddress, "/ServiceProviderConfig"), token, Optional.empty());
        return answer.status() == 200 ? Optional.empty() : Optional.of("HTTP " + answer.status());
    }

    /** Runs the cycle of each started job whose time has come, unless its application was deleted meanwhile. */
    void advance(EntraTenant tenant) {
        for (SynchronizationJob job : tenant.jobs().visible()) {
            boolean due = job.state().equals("Active")
                    && job.finishedAt().isEmpty()
                    && tenant.servicePrincipals()
                            .latest(job.servicePrincipalId())
                            .isPresent()
                    && job.startedAt()
                            .map(at -> !tenant.now().isBefore(at.plus(tenant.cycle())))
                            .orElse(false);
            if (due) {
                tenant.jobs().put(job.id(), cycle(tenant, job));
            }
        }
    }

    private SynchronizationJob cycle(EntraTenant tenant, SynchronizationJob job) {
        Map<String, String> secrets = tenant.secrets(job.servicePrincipalId());
        if (refusal(secrets.getOrDefault("BaseAddress", ""), secrets.getOrDefault("SecretToken", ""))
                .isPresent()) {
            return job.quarantined("EncounteredQuarantineException");
        }
        ServicePrincipal principal =
                tenant.servicePrincipals().latest(job.servicePrincipalId()).orElseThrow();
        List<AppRoleAssignment> assigned = tenant.assignmentsOf(principal.id());
        tenant.users().stream()
                .filter(user -> tenant.isAssigned(principal.id(), user))
                .forEach(user -> provision(tenant, principal, user));
        assigned.stream()
                .flatMap(each -> tenant.group(each.principalId()).stream())
                .forEach(group -> provision(tenant, principal, group));
        return job.finished(tenant.now());
    }

    /** Creates or updates one user, if the target has not got it so already. */
    Outcome provision(EntraTenant tenant, ServicePrincipal principal, EntraUser user) {
        Access access = new Access(tenant, principal);
        ObjectNode wanted = resource(user);
        if (access.has("Users", "userName", user.userPrincipalName(), wanted)) {
            return Outcome.skipped(
                    "RedundantExport", "The state of the user in both the source and target systems already match.");
        }
        ScimTarget.Answer answer = access.put("Users", "userName", user.userPrincipalName(), wanted);
        return answer.status() < 300 ? Outcome.success() : Outcome.failure(answer);
    }

    /**
     * What became of one user.
     *
     * @param result {@code Success}, {@code Skipped} or {@code Failure}
     */
    record Outcome(String result, Optional<String> errorCode, String message) {
        static Outcome success() {
            return new Outcome("Success", Optional.empty(), "The user was exported.");
        }

        static Outcome skipped(String reason, String message) {
            return new Outcome("Skipped", Optional.of(reason), message);
        }

        static Outcome failure(ScimTarget.Answer answer) {
            return new Outcome(
                    "Failure",
                    Optional.of(answer.status() == 401 ? "Unauthorized" : "UnprocessableEntity"),
                    "HTTP " + answer.status() + ": " + answer.body());
        }
    }

    private void provision(EntraTenant tenant, ServicePrincipal principal, EntraGroup group) {
        Access access = new Access(tenant, principal);
        ScimTarget.Answer answer = access.put("Groups", "displayName", group.displayName(), resource(group));
        if (answer.status() >= 300) {
            return;
        }
        List<String> members = new ArrayList<>();
        group.memberIds().stream()
                .flatMap(id -> tenant.user(id).stream())
                .flatMap(user -> access.find("Users", "userName", user.userPrincipalName()).stream())
                .forEach(members::add);
        access.members(answer.json().path("id").asText(), members);
    }

    private static ObjectNode resource(EntraUser user) {
        ObjectNode resource = GraphApplications.object();
        resource.putArray("schemas").add(CORE + "User");
        resource.put("externalId", user.id())
                .put("userName", user.userPrincipalName())
                .put("displayName", user.displayName())
                .put("active", user.enabled());
        resource.putObject("name").put("givenName", user.givenName()).put("familyName", user.surname());
        resource.putArray("emails")
                .addObject()
                .put("value", user.mail().isEmpty() ? user.userPrincipalName() : user.mail())
                .put("type", "work")
                .put("primary", true);
        return resource;
    }

    private static ObjectNode resource(EntraGroup group) {
        ObjectNode resource = GraphApplications.object();
        resource.putArray("schemas").add(CORE + "Group");
        return resource.put("externalId", group.id()).put("displayName", group.displayName());
    }

    private static String url(String baseAddress, String path) {
        return (baseAddress.endsWith("/") ? baseAddress.substring(0, baseAddress.length() - 1) : baseAddress) + path;
    }

    /** The target with a principal's secrets. */
    private final class Access {
        private final EntraTenant tenant;
        private final Map<String, String> secrets;

        Access(EntraTenant tenant, ServicePrincipal principal) {
            this.tenant = tenant;
            this.secrets = tenant.secrets(principal.id());
        }

        private ScimTarget.Answer send(String method, String path, Optional<JsonNode> body) {
            return target.send(
                    method,
                    url(secrets.getOrDefault("BaseAddress", ""), path),
                    secrets.getOrDefault("SecretToken", ""),
                    body);
        }

        Optional<String> find(String type, String attribute, String value) {
            String filter = encoded(attribute + " eq \"" + value + "\"");
            ScimTarget.Answer answer = send("GET", "/" + type + "?filter=" + filter, Optional.empty());
            return Optional.of(
                            answer.json().path("Resources").path(0).path("id").asText(""))
                    .filter(id -> !id.isEmpty());
        }

        boolean has(String type, String attribute, String value, ObjectNode resource) {
            return find(type, attribute, value)
                    .map(id ->
                            send("GET", "/" + type + "/" + id, Optional.empty()).json())
                    .filter(there -> resource.properties().stream()
                            .allMatch(field -> there.path(field.getKey()).equals(field.getValue())))
                    .isPresent();
        }

        ScimTarget.Answer put(String type, String attribute, String value, ObjectNode resource) {
            return find(type, attribute, value)
                    .map(id -> {
                        ObjectNode patch = GraphApplications.object();
                        patch.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:PatchOp");
                        ObjectNode values = resource.deepCopy();
                        values.remove("schemas");
                        patch.putArray("Operations")
                                .addObject()
                                .put("op", "replace")
                                .set("value", values);
                        send("PATCH", "/" + type + "/" + id, Optional.of(patch));
                        return send("GET", "/" + type + "/" + id, Optional.empty());
                    })
                    .orElseGet(() -> send("POST", "/" + type, Optional.of(resource)));
        }

        /** Adds missing members and removes those that an earlier cycle added: the target refuses to replace all members. */
        void members(String groupId, List<String> userIds) {
            Set<String> exported = tenant.exportedMembers(groupId);
            change(
                    groupId,
                    "Add",
                    userIds.stream().filter(id -> !isMember(groupId, id)).toList());
            change(
                    groupId,
                    "Remove",
                    exported.stream().filter(id -> !userIds.contains(id)).toList());
            exported.clear();
            exported.addAll(userIds);
        }

        private boolean isMember(String groupId, String userId) {
            String filter = "id eq \"" + groupId + "\" and members eq \"" + userId + "\"";
            return send("GET", "/Groups?filter=" + encoded(filter), Optional.empty())
                            .json()
                            .path("totalResults")
                            .asInt()
                    > 0;
        }

        private void change(String groupId, String operation, List<String> userIds) {
            for (int from = 0; from < userIds.size(); from += MEMBERS) {
                ObjectNode patch = GraphApplications.object();
                patch.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:PatchOp");
                ArrayNode value = patch.putArray("Operations")
                        .addObject()
                        .put("op", operation)
                        .put("path", "members")
                        .putArray("value");
                userIds.subList(from, Math.min(from + MEMBERS, userIds.size()))
                        .forEach(id -> value.addObject().put("value", id));
                send("PATCH", "/Groups/" + groupId, Optional.of(patch));
            }
        }
    }

    private static String encoded(String filter) {
        return URLEncoder.encode(filter, StandardCharsets.UTF_8);
    }
}
