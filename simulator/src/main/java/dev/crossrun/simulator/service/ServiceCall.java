package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.AwsCaller;
import dev.crossrun.simulator.world.World;

/**
 * A call whose signature is good and whose protocol is undone.
 *
 * @param operation as the service model names it, e.g. {@code ListInstances}
 * @param region the Region of the credential scope
 * @param input the members of the request, whether they came in the body, the path or the query; all texts in Query
 */
public record ServiceCall(World world, AwsCaller caller, String region, String operation, ObjectNode input) {}
