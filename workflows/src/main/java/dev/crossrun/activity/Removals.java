package dev.crossrun.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.crossrun.run.effect.RemovalCall;
import dev.crossrun.run.effect.Undo;
import io.temporal.activity.ActivityInterface;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The activities that undo effects: every method with {@link Removes}, by the record that it takes. */
public final class Removals {
    private static final List<Class<?>> SYSTEMS = List.of(
            CloudTrailActivities.class,
            ConnectActivities.class,
            EntraActivities.class,
            IamActivities.class,
            IdentityCenterActivities.class,
            LeaseActivities.class);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private static final Map<String, Registered> BY_TYPE = new HashMap<>();
    private static final Map<Class<?>, Registered> BY_RECORD = new HashMap<>();

    static {
        SYSTEMS.forEach(Removals::register);
    }

    private Removals() {}

    private static void register(Class<?> system) {
        String prefix = system.getAnnotation(ActivityInterface.class).namePrefix();
        for (Method method : system.getMethods()) {
            Removes removes = method.getAnnotation(Removes.class);
            if (removes != null) {
                String name = method.getName();
                ParameterizedType list = (ParameterizedType) method.getGenericParameterTypes()[0];
                Registered registered = new Registered(
                        prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1),
                        (Class<?>) list.getActualTypeArguments()[0],
                        Duration.ofMinutes(removes.minutes()));
                BY_TYPE.put(registered.type(), registered);
                if (BY_RECORD.put(registered.record(), registered) != null) {
                    throw new IllegalStateException("two removals take " + registered.record());
                }
            }
        }
    }

    /** An undo by the activity method with {@link Removes} that takes this record. */
    public static Undo undo(Record removable) {
        return Undo.by(of(removable));
    }

    /** The call of the removal that takes this record. */
    static RemovalCall of(Record removable) {
        Registered registered = Optional.ofNullable(BY_RECORD.get(removable.getClass()))
                .orElseThrow(() -> new IllegalArgumentException("nothing removes " + removable.getClass()));
        return new RemovalCall(registered.type(), JSON.valueToTree(removable));
    }

    /**
     * How long the removal is retried before a person is asked.
     *
     * @throws io.temporal.failure.ApplicationFailure INVALID_REQUEST if the ledger names an activity that is not a removal,
     *     or gives one something else than it takes
     */
    public static Duration patience(RemovalCall call) {
        Registered registered = Optional.ofNullable(BY_TYPE.get(call.activity()))
                .orElseThrow(() -> FailureType.INVALID_REQUEST.failure(
                        "the ledger names " + call.activity() + ", which removes nothing"));
        if (!takes(registered, call.arguments())) {
            throw FailureType.INVALID_REQUEST.failure("the ledger gives " + call.activity() + " something else than a "
                    + registered.record().getSimpleName());
        }
        return registered.patience();
    }

    private static boolean takes(Registered registered, JsonNode arguments) {
        try {
            JSON.treeToValue(arguments, registered.record());
            return arguments.isObject();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The record that a call of a removal carries. */
    public static <R extends Record> R record(RemovalCall call, Class<R> type) {
        return JSON.convertValue(call.arguments(), type);
    }

    /** The Temporal types of all removals. */
    public static Collection<String> types() {
        return List.copyOf(BY_TYPE.keySet());
    }

    private record Registered(String type, Class<?> record, Duration patience) {}
}
