package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.MalformedPolicyException;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.Replicated;
import java.util.Optional;
import java.util.function.Consumer;

/** What IAM's operations have in common: the caller's account, eventual consistency, refusals and pages. */
final class IamEntities {
    private IamEntities() {}

    /** One operation. */
    interface Operation {
        Optional<ObjectNode> run(ServiceCall call);
    }

    static Iam iam(ServiceCall call) {
        return call.world().requireAccount(call.caller().accountId()).iam();
    }

    /** What a reader sees. */
    static <V> V seen(Replicated<String, V> all, String key, String refusal) {
        return all.get(key).orElseThrow(() -> missing(refusal));
    }

    /** What a writer changes: it must be seen already, and the change is made to what was written last. */
    static <V> V changeable(Replicated<String, V> all, String key, String refusal) {
        seen(all, key, refusal);
        return all.latest(key).orElseThrow(() -> missing(refusal));
    }

    static ServiceError missing(String text) {
        return new ServiceError(404, "NoSuchEntity", text);
    }

    static ServiceError exists(String text) {
        return new ServiceError(409, "EntityAlreadyExists", text);
    }

    static ServiceError conflict(String text) {
        return new ServiceError(409, "DeleteConflict", text);
    }

    static ServiceError limit(String quota, int value) {
        return new ServiceError(409, "LimitExceeded", "Cannot exceed quota for " + quota + ": " + value);
    }

    /** Lets the parser accept a document, and the quota its size; white space does not count. */
    static void checkDocument(String document, Consumer<String> parser, String quota, int longest) {
        try {
            parser.accept(document);
        } catch (MalformedPolicyException e) {
            throw new ServiceError(400, "MalformedPolicyDocument", String.valueOf(e.getMessage()));
        }
        if (document.replaceAll("\\s", "").length() > longest) {
            throw limit(quota, longest);
        }
    }

    /** One page of a list, by the members {@code MaxItems} and {@code Marker}. */
    static ObjectNode page(ServiceCall call, String name, ArrayNode items) {
        if (!Members.text(call, "Marker").orElse("0").matches("\\d{1,9}")) {
            throw new ServiceError(400, "ValidationError", "Invalid Marker.");
        }
        int from = Members.number(call, "Marker", 0, 0, Integer.MAX_VALUE);
        int to = Math.min(items.size(), from + Members.number(call, "MaxItems", 100, 1, 1000));
        ObjectNode page = Members.object();
        ArrayNode shown = page.putArray(name);
        for (int i = from; i < to; i++) {
            shown.add(items.get(i));
        }
        page.put("IsTruncated", to < items.size());
        if (to < items.size()) {
            page.put("Marker", Integer.toString(to));
        }
        return page;
    }
}
