package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One operation of a PATCH; its name is taken in any case, as Entra writes {@code Add} and Okta {@code add}. */
record ScimPatch(String op, String path, JsonNode value) {
    static List<ScimPatch> of(JsonNode patch) {
        JsonNode operations = patch.path("Operations");
        if (!operations.isArray() || operations.isEmpty()) {
            throw ScimError.invalid();
        }
        List<ScimPatch> all = new ArrayList<>();
        for (JsonNode operation : operations) {
            ScimPatch read = new ScimPatch(
                    operation.path("op").asText().toLowerCase(Locale.ROOT),
                    operation.path("path").asText(""),
                    operation.path("value"));
            read.check();
            all.add(read);
        }
        return all;
    }

    private void check() {
        if (!List.of("add", "replace", "remove").contains(op)) {
            throw ScimError.invalid();
        }
        if (removes() ? path.isEmpty() : value.isMissingNode() || value.isNull()) {
            throw ScimError.invalid();
        }
        if (!removes() && path.isEmpty() && !value.isObject()) {
            throw ScimError.invalid();
        }
    }

    boolean removes() {
        return op.equals("remove");
    }

    boolean adds() {
        return op.equals("add");
    }
}
