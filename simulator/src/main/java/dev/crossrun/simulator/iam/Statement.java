package dev.crossrun.simulator.iam;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A statement of a policy. */
record Statement(
        String sid,
        boolean allows,
        Map<String, List<String>> principals,
        List<Pattern> actions,
        boolean notAction,
        List<Pattern> resources,
        boolean notResource,
        List<Condition> conditions,
        PolicyEngine.Place place) {
    Statement {
        principals = Map.copyOf(principals);
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    boolean coversAction(String action, Context context) {
        boolean matched = actions.stream().anyMatch(pattern -> pattern.matches(action, context, true));
        return matched != notAction;
    }

    boolean coversResource(String resource, Context context) {
        boolean matched = resources.stream().anyMatch(pattern -> Arns.match(pattern, resource, context));
        return matched != notResource;
    }

    boolean conditionsHold(Context context) {
        return conditions.stream().allMatch(condition -> condition.holds(context));
    }

    boolean names(Trustee trustee) {
        List<String> named = principals.getOrDefault(trustee.type(), List.of());
        return named.contains("*") || named.stream().anyMatch(trustee.names()::contains);
    }

    /** The context keys that this statement needs a value of. */
    TreeSet<String> contextKeys() {
        TreeSet<String> keys = new TreeSet<>();
        resources.forEach(pattern -> keys.addAll(pattern.keys()));
        conditions.forEach(condition -> {
            keys.add(condition.key());
            condition.values().forEach(value -> keys.addAll(value.keys()));
        });
        return keys;
    }

    Stream<String> allPrincipals(String type) {
        return principals.getOrDefault(type, List.of()).stream();
    }
}
