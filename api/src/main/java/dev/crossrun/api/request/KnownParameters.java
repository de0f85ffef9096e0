package dev.crossrun.api.request;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.domain.Fault;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Refuses query parameters that an operation does not have: a misspelled one would be ignored. */
public final class KnownParameters implements ContainerRequestFilter {
    private final Class<?> free;

    @Context
    @SuppressWarnings("NullAway.Init") // set by Jersey
    private ResourceInfo resource;

    /** Except for a resource of which someone else defines the parameters, and can add one. */
    public KnownParameters(Class<?> free) {
        this.free = free;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.OPTIONS) || resource.getResourceClass() == free) {
            return;
        }
        Map<String, Boolean> repeatable = repeatable();
        List<Fault> faults = new ArrayList<>();
        request.getUriInfo().getQueryParameters().forEach((name, values) -> {
            if (!repeatable.containsKey(name)) {
                faults.add(new Fault("/" + name, "UNKNOWN_PARAMETER", known(repeatable)));
            } else if (values.size() > 1 && !repeatable.getOrDefault(name, false)) {
                faults.add(new Fault("/" + name, "REPEATED", "must be given once, not " + values.size() + " times"));
            }
        });
        if (!faults.isEmpty()) {
            throw ApiException.invalid("The query has parameters that this operation does not take", faults);
        }
    }

    /** The operation's query parameters, and whether each can be given more than once. */
    private Map<String, Boolean> repeatable() {
        Map<String, Boolean> names = new TreeMap<>();
        for (Parameter parameter : resource.getResourceMethod().getParameters()) {
            Arrays.stream(parameter.getAnnotationsByType(QueryParam.class))
                    .forEach(query -> names.put(query.value(), parameter.getType() == List.class));
        }
        return names;
    }

    private static String known(Map<String, Boolean> names) {
        return names.isEmpty()
                ? "is not a parameter of this operation, which has none"
                : "is not a parameter of this operation: use " + String.join(", ", names.keySet());
    }
}
