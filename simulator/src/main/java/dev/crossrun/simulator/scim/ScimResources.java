package dev.crossrun.simulator.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The resources of one type. */
interface ScimResources {
    ObjectNode get(String id);

    /** Those whose attribute has this value; all, a page of them, without an attribute. */
    List<ObjectNode> find(String attribute, String value);

    ObjectNode create(ObjectNode resource);

    ObjectNode patch(String id, ObjectNode patch);

    /** Identity Center answers 200 for a user and 204 for a group. */
    int patchStatus();

    void delete(String id);
}
