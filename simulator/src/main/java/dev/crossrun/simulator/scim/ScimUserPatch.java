package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of a user's attributes (IAM Identity Center SCIM implementation guide, "PatchUser"). */
final class ScimUserPatch {
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:User:";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /** {@code displayName}, {@code name.givenName}, {@code emails[type eq "work"].value}. */
    private static final Pattern PATH =
            Pattern.compile("(\\w+)(?:\\[(\\w+) eq (?:\"([^\"]*)\"|true|false)])?(?:\\.(\\w+))?");

    private static final List<String> ONCE = List.of("userName", "active");

    private final ObjectNode user;

    /** @param user the whole resource, which is changed */
    private ScimUserPatch(ObjectNode user) {
        this.user = user;
    }

    static void apply(ObjectNode user, JsonNode patch) {
        List<ScimPatch> operations = ScimPatch.of(patch);
        for (String attribute : ONCE) {
            long times = operations.stream()
                    .filter(each ->
                            each.path().equals(attribute) || each.value().has(attribute))
                    .count();
            if (times > 1) {
                throw new ScimError(400, "Multiple operations on " + attribute + " are not supported");
            }
        }
        operations.forEach(new ScimUserPatch(user)::apply);
    }

    private void apply(ScimPatch operation) {
        if (operation.path().isEmpty()) {
            operation
                    .value()
                    .properties()
                    .forEach(each -> apply(new ScimPatch(operation.op(), each.getKey(), each.getValue())));
            return;
        }
        if (operation.path().startsWith(ENTERPRISE)) {
            enterprise(operation);
            return;
        }
        Matcher path = PATH.matcher(
                operation.path().startsWith(CORE) ? operation.path().substring(CORE.length()) : operation.path());
        if (!path.matches()) {
            throw ScimError.invalid();
        }
        String attribute = path.group(1);
        if (operation.removes() && ONCE.contains(attribute)) {
            throw new ScimError(400, "Operation remove is not supported for " + attribute);
        }
        if (path.group(2) != null) {
            element(attribute, path, operation);
        } else if (path.group(4) != null) {
            set(user.withObject("/" + attribute), path.group(4), operation);
        } else {
            set(user, attribute, operation);
        }
    }

    private void enterprise(ScimPatch operation) {
        String attribute = operation.path().substring(ENTERPRISE.length()).replaceFirst("^[:.]", "");
        if (attribute.isEmpty()) {
            set(user, ENTERPRISE, operation);
        } else {
            ObjectNode extension =
                    user.get(ENTERPRISE) instanceof ObjectNode there ? there : user.putObject(ENTERPRISE);
            set(extension, attribute, operation);
        }
    }

    private static void set(ObjectNode holder, String attribute, ScimPatch operation) {
        if (operation.removes()) {
            holder.remove(attribute);
        } else if (operation.adds() && holder.get(attribute) instanceof ArrayNode there) {
            if (operation.value() instanceof ArrayNode more) {
                there.addAll(more);
            } else {
                there.add(operation.value());
            }
        } else {
            holder.set(attribute, operation.value());
        }
    }

    /** The one value of an attribute such as emails that a filter chooses. */
    private void element(String attribute, Matcher path, ScimPatch operation) {
        ArrayNode list = user.get(attribute) instanceof ArrayNode there ? there : user.putArray(attribute);
        String key = path.group(2);
        String wanted = Optional.ofNullable(path.group(3)).orElse("true");
        int index = -1;
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).asText().equals(wanted)) {
                index = i;
            }
        }
        if (index < 0 && operation.removes()) {
            return;
        }
        if (index < 0) {
            ObjectNode added = list.addObject();
            if (path.group(3) == null) {
                added.put(key, true);
            } else {
                added.put(key, wanted).put("primary", true);
            }
            index = list.size() - 1;
        }
        if (path.group(4) != null) {
            set((ObjectNode) list.get(index), path.group(4), operation);
        } else if (operation.removes()) {
            list.remove(index);
        } else if (operation.value() instanceof ObjectNode members) {
            ((ObjectNode) list.get(index)).setAll(members);
        } else {
            throw ScimError.invalid();
        }
    }
}
