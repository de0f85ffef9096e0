package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tenant's sign-in log (Graph reference, "List signIns" and "signIn resource type"). Reading it takes AuditLog.Read.All and
 * a P1 or P2 license.
 */
final class GraphAuditLogs {
    private static final String PERMISSION = "AuditLog.Read.All";

    private static final GraphType SIGN_IN = new GraphType(
            "signIn",
            "auditLogs/signIns",
            Set.of(
                    "id",
                    "appDisplayName",
                    "appId",
                    "clientAppUsed",
                    "conditionalAccessStatus",
                    "createdDateTime",
                    "isInteractive",
                    "resourceDisplayName",
                    "resourceId",
                    "status",
                    "userDisplayName",
                    "userId",
                    "userPrincipalName"),
            Set.of(),
            Set.of(
                    "id",
                    "appDisplayName",
                    "appId",
                    "createdDateTime",
                    "resourceId",
                    "status/errorCode",
                    "userDisplayName",
                    "userId",
                    "userPrincipalName"));

    private GraphAuditLogs() {}

    static List<GraphRoute> routes() {
        return List.of(new GraphRoute("graph:listSignIns", "GET", "/auditLogs/signIns", 200, GraphAuditLogs::signIns));
    }

    private static Optional<ObjectNode> signIns(GraphCall call) {
        if (!call.client().permissions().contains(PERMISSION)) {
            throw new GraphError(
                    403,
                    "Authentication_MSGraphPermissionMissing",
                    "Calling principal does not have required MSGraph permissions " + PERMISSION);
        }
        if (!call.tenant().premium()) {
            throw new GraphError(
                    403,
                    "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
                    "Neither tenant is B2C or tenant doesn't have premium license");
        }
        return Optional.of(call.query()
                .log(
                        call.url(),
                        SIGN_IN,
                        call.tenant().signIns().visible().stream()
                                .sorted(Comparator.comparing(SignInEntry::at).reversed())
                                .map(GraphAuditLogs::form)));
    }

    private static ObjectNode form(SignInEntry entry) {
        ObjectNode node = GraphApplications.object()
                .put("id", entry.id())
                .put("createdDateTime", entry.at().toString())
                .put("userDisplayName", entry.user().displayName())
                .put("userPrincipalName", entry.user().userPrincipalName())
                .put("userId", entry.user().id())
                .put("appId", entry.application().appId())
                .put("appDisplayName", entry.application().displayName())
                .put("clientAppUsed", "Browser")
                .put("conditionalAccessStatus", "notApplied")
                .put("isInteractive", true)
                .put("resourceDisplayName", entry.application().displayName())
                .put("resourceId", entry.application().appId());
        ObjectNode status = node.putObject("status").put("errorCode", entry.errorCode());
        if (entry.errorCode() == 0) {
            status.putNull("failureReason");
        } else {
            status.put("failureReason", entry.reason());
        }
        status.putNull("additionalDetails");
        return node;
    }
}
