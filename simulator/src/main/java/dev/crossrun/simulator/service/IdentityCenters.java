package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.wire.RateLimit;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSetProvisioning.Place;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the two services of Identity Center have in common: finding the instance, refusals and pages. */
final class IdentityCenters {
    static final String INVALID = "ValidationException";
    private static final int PAGE = 100;

    private IdentityCenters() {}

    /** The instance, if this is its home region. */
    static Optional<IdentityCenter> here(ServiceCall call) {
        return call.world().identityCenter().filter(center -> center.region().equals(call.region()));
    }

    /** Only the owner's account and delegated administrators may use the instance. */
    static IdentityCenter owned(ServiceCall call, IdentityCenter center) {
        String accountId = call.caller().accountId();
        if (!center.ownerAccountId().equals(accountId)
                && !call.world().organization().isReadableBy(accountId)) {
            throw new ServiceError(
                    400,
                    "AccessDeniedException",
                    "User: " + call.caller().arn() + " is not authorized to perform: " + call.operation()
                            + " on this Identity Center instance");
        }
        return center;
    }

    /**
     * A delegated administrator changes nothing in the management account, and no permission set that is provisioned there
     * (Identity Center user guide, "Delegated administration").
     *
     * @param resource what the refusal names
     */
    static void refuseManagement(ServiceCall call, IdentityCenter center, Place place, String resource) {
        String management = call.world().organization().managementAccountId();
        boolean leadsThere = place.accountId().equals(management)
                || center.provisioning()
                        .provisioned(management, place.permissionSetArn())
                        .isPresent();
        if (leadsThere && !call.caller().accountId().equals(management)) {
            throw new ServiceError(
                    400,
                    "AccessDeniedException",
                    "User: " + call.caller().arn() + " is not authorized to perform: sso:" + call.operation()
                            + " on resource: " + resource);
        }
    }

    /** Identity Center takes 20 calls a second of an account, to all of its APIs together. */
    static void admit(ServiceCall call, RateLimit limit) {
        if (!limit.admits(call.caller().accountId() + "/" + call.region())) {
            throw new ServiceError(400, "ThrottlingException", "Rate exceeded");
        }
    }

    static ServiceError missing(String what) {
        return new ServiceError(400, "ResourceNotFoundException", what + " not found.");
    }

    static ServiceError quota(String what, int most) {
        return new ServiceError(
                400, "ServiceQuotaExceededException", "You have exceeded the quota of " + what + ": " + most);
    }

    static <T> Optional<ObjectNode> paged(ServiceCall call, String list, List<T> all, Function<T, ObjectNode> form) {
        Input input = Input.of(call, INVALID);
        ListPage<T> page = ListPage.of(
                all,
                input.number("MaxResults", PAGE, 1, PAGE),
                input.optionalText("NextToken"),
                list,
                () -> new ServiceError(400, INVALID, "The pagination token is invalid."));
        ObjectNode output = Operations.object();
        output.set(list, page.render(form));
        page.nextToken().ifPresent(token -> output.put("NextToken", token));
        return Optional.of(output);
    }

    /** A page of a list of bare texts. */
    static Optional<ObjectNode> pagedTexts(ServiceCall call, String list, List<String> all) {
        Optional<ObjectNode> output =
                paged(call, list, all, text -> Operations.object().put("Text", text));
        output.ifPresent(node -> {
            ArrayNode bare = node.arrayNode();
            node.path(list).forEach(item -> bare.add(item.path("Text").asText()));
            node.set(list, bare);
        });
        return output;
    }
}
