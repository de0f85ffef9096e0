package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** The resources of one type. */
interface ScimResources {
    ObjectNode get(String id);

    /** Those whose attributes have these values; all without any. */
    List<ObjectNode> find(Map<String, String> attributes);

    ObjectNode create(ObjectNode resource);

    /** Replaces all attributes of one. */
    ObjectNode put(String id, ObjectNode resource);

    ObjectNode patch(String id, ObjectNode patch);

    /** Identity Center answers 200 for a user and 204 for a group. */
    int patchStatus();

    void delete(String id);
}
