package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.entra.ScimTarget;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.wire.HttpBody;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.World;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code https://scim.REGION.amazonaws.com/TENANT/scim/v2/…} of the world's Identity Center, with a bearer token. */
public final class ScimSurface implements Surface, ScimTarget {
    private static final Pattern PATH = Pattern.compile("/([^/]+)/scim/v2/([\\w.]+)(?:/([\\w-]+))?/?");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final World world;
    private final Faults faults;
    private final CallLog calls;

    public ScimSurface(World world, Faults faults, CallLog calls) {
        this.world = world;
        this.faults = faults;
        this.calls = calls;
    }

    /** Whether there is an operation of this name, such as {@code scim:CreateUser}. */
    public static boolean has(String operation) {
        return operation.matches(
                "scim:((Get|Create|Patch|Delete)(User|Group)|PutUser|List(Users|Groups|ResourceTypes)|ServiceProviderConfig)");
    }

    @Override
    public boolean serves(HttpCall call) {
        return PATH.matcher(call.path()).matches();
    }

    @Override
    public HttpReply handle(HttpCall call) {
        return world.locked(() -> answer(call));
    }

    /** How Entra reaches it: by name, over the simulated internet. */
    @Override
    public Answer send(String method, String url, String token, Optional<JsonNode> body) {
        try {
            URI uri = URI.create(url);
            boolean here = world.identityCenter()
                    .map(center -> hosts(center).contains(String.valueOf(uri.getHost())))
                    .orElse(false);
            if (!here) {
                return new Answer(0, "");
            }
            HttpCall call = new HttpCall(
                    "https",
                    method,
                    uri.getRawPath(),
                    Optional.ofNullable(uri.getRawQuery()).orElse(""),
                    Map.of("authorization", List.of("Bearer " + token)),
                    HttpBody.of(body.map(JsonNode::toString).orElse("")));
            HttpReply reply = handle(call);
            return new Answer(reply.status(), new String(reply.body().bytes(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return new Answer(0, "");
        }
    }

    private static List<String> hosts(IdentityCenter center) {
        return List.of("scim." + center.region() + ".amazonaws.com", "scim." + center.region() + ".api.aws");
    }

    private HttpReply answer(HttpCall call) {
        String requestId = world.ids().uuid();
        HttpReply reply = answer(call, requestId);
        return reply.isNone() ? reply : reply.withHeader("x-amzn-RequestId", requestId);
    }

    private HttpReply answer(HttpCall call, String requestId) {
        Matcher path = PATH.matcher(call.path());
        if (!path.matches()) {
            return refused(new ScimError(404, "Not Found"), requestId);
        }
        String operation = operation(call.method(), path.group(2), Optional.ofNullable(path.group(3)));
        String details = URLDecoder.decode(call.query(), StandardCharsets.UTF_8) + call.text();
        HttpReply reply = faults.answer(
                new Faults.Occasion(
                        operation,
                        call.path(),
                        details,
                        Optional.ofNullable(path.group(3)).stream().toList()),
                () -> perform(call, path, requestId),
                fault -> refused(ScimError.of(fault), requestId));
        if (!reply.isNone()) {
            note(operation, reply.status());
        }
        return reply;
    }

    /** As the implementation guide names it: {@code ListUsers}, {@code PatchGroup}. */
    private static String operation(String method, String type, Optional<String> id) {
        String resource = type.endsWith("s") ? type.substring(0, type.length() - 1) : type;
        return "scim:"
                + switch (method) {
                    case "POST" -> "Create" + resource;
                    case "PATCH" -> "Patch" + resource;
                    case "PUT" -> "Put" + resource;
                    case "DELETE" -> "Delete" + resource;
                    default -> type.equals(resource) ? type : id.isPresent() ? "Get" + resource : "List" + type;
                };
    }

    private void note(String operation, int status) {
        world.identityCenter()
                .ifPresent(center -> calls.add(new CallLog.Call(
                        operation,
                        center.ownerAccountId(),
                        center.region(),
                        Optional.empty(),
                        status,
                        status < 400 ? Optional.empty() : Optional.of(Integer.toString(status)))));
    }

    private HttpReply perform(HttpCall call, Matcher path, String requestId) {
        try {
            return route(call, path.group(2), Optional.ofNullable(path.group(3)), authorized(call, path.group(1)));
        } catch (ScimError e) {
            return refused(e, requestId);
        }
    }

    private HttpReply refused(ScimError error, String requestId) {
        return HttpReply.of(
                error.status(),
                "application/json",
                error.body(requestId, world.now()).toString());
    }

    private HttpReply route(HttpCall call, String type, Optional<String> id, IdentityCenter center) {
        return switch (type) {
            case "ServiceProviderConfig", "ResourceTypes" -> {
                if (!call.method().equals("GET")) {
                    throw new ScimError(405, "Method Not Allowed");
                }
                yield json(
                        200,
                        type.equals("ResourceTypes")
                                ? ScimDocuments.resourceTypes()
                                : ScimDocuments.serviceProviderConfig());
            }
            case "Schemas" -> throw new ScimError(501, "The simulator does not simulate /Schemas");
            case "Users" -> resource(call, id, new ScimUsers(center, world.now()));
            case "Groups" -> resource(call, id, new ScimGroups(center, world.now()));
            default -> throw new ScimError(404, "Not Found");
        };
    }

    private IdentityCenter authorized(HttpCall call, String tenant) {
        String token = call.header("authorization").orElse("").replaceFirst("(?i)^bearer\\s+", "");
        return world.identityCenter()
                .filter(center -> center.source().scimTenant().equals(Optional.of(tenant)))
                .filter(center -> center.source().accepts(token))
                .orElseThrow(() -> new ScimError(401, "Unauthorized"));
    }

    private static HttpReply resource(HttpCall call, Optional<String> id, ScimResources resources) {
        return switch (call.method()) {
            case "GET" -> json(200, id.map(resources::get).orElseGet(() -> find(call, resources)));
            case "POST" -> {
                if (id.isPresent()) {
                    throw new ScimError(405, "Method Not Allowed");
                }
                yield json(201, resources.create(body(call)));
            }
            case "PUT" -> json(200, resources.put(one(id), body(call)));
            case "PATCH" -> {
                ObjectNode patched = resources.patch(one(id), body(call));
                yield resources.patchStatus() == 204
                        ? new HttpReply(204, Map.of(), HttpBody.of(""))
                        : json(200, patched);
            }
            case "DELETE" -> {
                resources.delete(one(id));
                yield new HttpReply(204, Map.of(), HttpBody.of(""));
            }
            default -> throw new ScimError(405, "Method Not Allowed");
        };
    }

    /** What changes one resource has no meaning for all of them. */
    private static String one(Optional<String> id) {
        return id.orElseThrow(() -> new ScimError(405, "Method Not Allowed"));
    }

    private static ObjectNode find(HttpCall call, ScimResources resources) {
        ScimList list = ScimList.of(call);
        return list.answer(resources.find(list.filter()));
    }

    private static ObjectNode body(HttpCall call) {
        try {
            if (JSON.readTree(call.text()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw ScimError.invalid();
        }
        throw ScimError.invalid();
    }

    private static HttpReply json(int status, ObjectNode body) {
        return HttpReply.of(status, "application/json", body.toString());
    }
}
