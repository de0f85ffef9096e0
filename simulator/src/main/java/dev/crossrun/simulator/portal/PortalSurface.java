package dev.crossrun.simulator.portal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.signin.AccountPortal;
import dev.crossrun.simulator.wire.HttpBody;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code https://portal.sso.REGION.amazonaws.com} (IAM Identity Center Portal API reference): ListAccounts, ListAccountRoles,
 * GetRoleCredentials and Logout, with the user's token in the header {@code x-amz-sso_bearer_token} and no signature.
 */
public final class PortalSurface implements Surface {
    private static final Map<String, String> OPERATIONS = Map.of(
            "GET /assignment/accounts", "ListAccounts",
            "GET /assignment/roles", "ListAccountRoles",
            "GET /federation/credentials", "GetRoleCredentials",
            "POST /logout", "Logout");

    private final World world;
    private final Faults faults;
    private final CallLog calls;
    private final AccountPortal portal;

    /** The portal's API of one world. */
    public PortalSurface(World world, Faults faults, CallLog calls) {
        this.world = world;
        this.faults = faults;
        this.calls = calls;
        this.portal = new AccountPortal(world);
    }

    /** Whether there is an operation of this name, such as {@code portal:GetRoleCredentials}. */
    public static boolean has(String operation) {
        return OPERATIONS.values().stream().anyMatch(name -> operation.equals("portal:" + name));
    }

    @Override
    public boolean serves(HttpCall call) {
        return OPERATIONS.containsKey(call.method() + " " + call.path());
    }

    @Override
    public HttpReply handle(HttpCall call) {
        return world.locked(() -> {
            String operation = OPERATIONS.getOrDefault(call.method() + " " + call.path(), "");
            HttpReply reply = faults.answer(
                    new Faults.Occasion("portal:" + operation, call.path(), call.query()),
                    () -> perform(call, operation),
                    fault -> refused(PortalError.of(fault)));
            if (!reply.isNone()) {
                note(operation, reply.status());
            }
            return reply;
        });
    }

    private void note(String operation, int status) {
        world.identityCenter()
                .ifPresent(center -> calls.add(new CallLog.Call(
                        "portal:" + operation,
                        center.ownerAccountId(),
                        center.region(),
                        Optional.empty(),
                        status,
                        status < 400 ? Optional.empty() : Optional.of(Integer.toString(status)))));
    }

    private HttpReply perform(HttpCall call, String operation) {
        try {
            String token = call.header("x-amz-sso_bearer_token").orElse("");
            DirectoryUser user = portal.user(token).orElseThrow(PortalError::unauthorized);
            PortalQuery query = new PortalQuery(call.query());
            return switch (operation) {
                case "ListAccounts" -> json(listAccounts(user, query));
                case "ListAccountRoles" -> json(listRoles(user, query));
                case "GetRoleCredentials" -> json(credentials(user, query));
                default -> {
                    portal.signOut(token);
                    yield new HttpReply(200, Map.of(), HttpBody.of(""));
                }
            };
        } catch (PortalError e) {
            return refused(e);
        }
    }

    private ObjectNode listAccounts(DirectoryUser user, PortalQuery query) {
        List<Account> accounts = portal.accounts(user);
        ObjectNode output = object();
        ArrayNode list = output.putArray("accountList");
        query.page(accounts, output)
                .forEach(account -> list.addObject()
                        .put("accountId", account.id())
                        .put("accountName", account.name())
                        .put("emailAddress", account.email()));
        return output;
    }

    private ObjectNode listRoles(DirectoryUser user, PortalQuery query) {
        String accountId = query.accountId();
        List<PermissionSet> sets = portal.permissionSets(user, accountId);
        if (sets.isEmpty()) {
            throw PortalError.forbidden();
        }
        ObjectNode output = object();
        ArrayNode list = output.putArray("roleList");
        query.page(sets, output)
                .forEach(set -> list.addObject().put("roleName", set.name()).put("accountId", accountId));
        return output;
    }

    private ObjectNode credentials(DirectoryUser user, PortalQuery query) {
        AccessKey key = portal.open(user, query.accountId(), query.required("role_name"))
                .orElseThrow(PortalError::forbidden);
        ObjectNode output = object();
        output.putObject("roleCredentials")
                .put("accessKeyId", key.id())
                .put("secretAccessKey", key.secret())
                .put("sessionToken", key.sessionToken().orElseThrow())
                .put("expiration", key.expiration().orElseThrow().toEpochMilli());
        return output;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static HttpReply json(ObjectNode body) {
        return HttpReply.of(200, "application/json", body.toString());
    }

    private static HttpReply refused(PortalError error) {
        ObjectNode body = object().put("message", error.getMessage())
                .put("__type", "com.amazonaws.switchboard.portal#" + error.code());
        return HttpReply.of(error.status(), "application/json", body.toString())
                .withHeader("x-amzn-ErrorType", error.code());
    }
}
