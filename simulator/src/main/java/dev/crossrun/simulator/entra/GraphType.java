package dev.crossrun.simulator.entra;

import java.util.List;
import java.util.Set;

/**
 * A type of objects that Graph shows.
 *
 * @param name after {@code microsoft.graph.}
 * @param context what {@code @odata.context} calls a collection of them, such as {@code applications}
 * @param properties those that answers have
 * @param left properties and relationships of the type that the simulator does not have
 * @param filterable those that {@code $filter} and {@code $orderby} take
 */
record GraphType(String name, String context, Set<String> properties, Set<String> left, Set<String> filterable) {
    GraphType {
        properties = Set.copyOf(properties);
        left = Set.copyOf(left);
        filterable = Set.copyOf(filterable);
    }

    /** The same type in another collection. */
    GraphType in(String otherContext) {
        return new GraphType(name, otherContext, properties, left, filterable);
    }

    /** Refuses names that are not properties of the type. */
    void check(List<String> names) {
        for (String property : names) {
            if (left.contains(property)) {
                throw GraphError.notSimulated("'" + property + "' of a " + name);
            }
            if (!properties.contains(property)) {
                throw new GraphError(
                        400,
                        "BadRequest",
                        "Parsing OData Select and Expand failed: Could not find a property named '" + property
                                + "' on type 'microsoft.graph." + name + "'.");
            }
        }
    }
}
