package dev.crossrun.run.effect;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call that removes one resource.
 *
 * @param activity the activity's Temporal type, one of those that are registered as removals
 * @param arguments the record that the activity takes for one resource, as JSON
 */
public record RemovalCall(String activity, JsonNode arguments) {}
