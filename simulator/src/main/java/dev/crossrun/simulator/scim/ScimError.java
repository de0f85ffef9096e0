package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal in SCIM's form (IAM Identity Center SCIM implementation guide). */
final class ScimError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    ScimError(int status, String detail) {
        super(detail);
        this.status = status;
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:Error");
        return body.put("schema", "urn:ietf:params:scim:api:messages:2.0:Error")
                .put("detail", String.valueOf(getMessage()))
                .put("status", status);
    }
}
