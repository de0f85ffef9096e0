package dev.crossrun.simulator.store;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.Ids;
import dev.crossrun.simulator.world.PermissionSetProvisioning;
import dev.crossrun.simulator.world.Trail;
import dev.crossrun.simulator.world.World;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A world as JSON: every field of every object in it, by name, except its events and what each start sets (clock, delays). An
 * object that another one creates is read into; the rest is created by the constructor that Jackson's annotations mark.
 */
final class WorldJson {
    private static final String OURS = "dev.crossrun.simulator.";
    private static final ObjectMapper PLAIN = JsonMapper.builder().build();

    /** What a world has by itself, or is given at each start. */
    private static final List<Class<?>> LEFT_OUT = List.of(
            World.class,
            IdentityCenter.class,
            Clock.class,
            Ids.class,
            Trail.class,
            ReentrantLock.class,
            SecureRandom.class);

    private WorldJson() {}

    /** For one world, whose objects belong to it. */
    static ObjectMapper mapper(World world) {
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModules(new Jdk8Module(), new JavaTimeModule(), module())
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.SETTER, Visibility.NONE)
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .annotationIntrospector(new Introspector())
                .injectableValues(new InjectableValues.Std().addValue(World.class, world));
        LEFT_OUT.forEach(type -> builder.withConfigOverride(type, each -> each.setIsIgnoredType(true)));
        return builder.build();
    }

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule();
        module.addSerializer(PrivateKey.class, new KeyJson.KeyWriter());
        module.addDeserializer(PrivateKey.class, new KeyJson.KeyReader());
        module.addSerializer(X509Certificate.class, new KeyJson.CertificateWriter());
        module.addDeserializer(X509Certificate.class, new KeyJson.CertificateReader());
        module.addSerializer(Set.class, new StdDelegatingSerializer(new Ordered()));
        module.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
        for (Class<? extends Record> key : List.of(AccountAssignment.class, PermissionSetProvisioning.Place.class)) {
            module.addKeySerializer(key, new KeyWriter());
            module.addKeyDeserializer(key, new KeyReader(key));
        }
        return module;
    }

    /** What an owner creates together with itself is read into; a record is a value, which is replaced. */
    private static final class Introspector extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean findMergeInfo(Annotated member) {
            Class<?> type = member.getRawType();
            return type.getName().startsWith(OURS) && !type.isRecord() && !type.isEnum();
        }
    }

    /** A set without an order of its own has another one in each process. */
    private static final class Ordered extends StdConverter<Set<?>, List<?>> {
        @Override
        public List<?> convert(Set<?> set) {
            return set instanceof LinkedHashSet
                    ? List.copyOf(set)
                    : set.stream().sorted().toList();
        }
    }

    /** A record as the name of a member: its own JSON. */
    private static final class KeyWriter extends JsonSerializer<Object> {
        @Override
        public void serialize(Object key, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeFieldName(PLAIN.writeValueAsString(key));
        }
    }

    private static final class KeyReader extends KeyDeserializer {
        private final Class<? extends Record> type;

        KeyReader(Class<? extends Record> type) {
            this.type = type;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) throws IOException {
            return PLAIN.readValue(key, type);
        }
    }
}
