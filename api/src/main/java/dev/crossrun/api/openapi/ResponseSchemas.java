package dev.crossrun.api.openapi;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import dev.crossrun.domain.Text;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON Schemas of what the API returns: every field is there, and one that is empty is {@code null}. */
final class ResponseSchemas {
    static final String PATH = "components/schemas";

    private final SchemaBuilder builder;

    ResponseSchemas() {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        config.with(new JacksonModule());
        config.with(
                Option.DEFINITIONS_FOR_ALL_OBJECTS,
                Option.DEFINITION_FOR_MAIN_SCHEMA,
                Option.PLAIN_DEFINITION_KEYS,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        config.without(Option.SCHEMA_VERSION_INDICATOR);
        config.forFields()
                .withTargetTypeOverridesResolver(ResponseSchemas::insideOptional)
                .withNullableCheck(ResponseSchemas::isOptional)
                .withRequiredCheck(field -> true);
        config.forTypesInGeneral().withCustomDefinitionProvider(ResponseSchemas::plain);
        builder = new SchemaGenerator(config.build()).buildMultipleSchemaDefinitions();
    }

    /** The schema of a type, which {@link #definitions} completes. */
    ObjectNode of(Type type) {
        return builder.createSchemaReference(type);
    }

    /** The schemas by name, of all the types that were asked for and those within them. */
    ObjectNode definitions() {
        ObjectNode all = builder.collectDefinitions(PATH);
        // Between a run and the API, which leaves it out.
        withoutCalls(all.path("RunResponse"));
        return all;
    }

    private static void withoutCalls(JsonNode run) {
        if (run.path("properties") instanceof ObjectNode properties
                && run.path("required") instanceof ArrayNode required) {
            properties.remove("calls");
            for (int i = required.size() - 1; i >= 0; i--) {
                if (required.get(i).asText().equals("calls")) {
                    required.remove(i);
                }
            }
        }
    }

    private static boolean isOptional(FieldScope field) {
        return field.getDeclaredType().isInstanceOf(Optional.class);
    }

    private static @Nullable List<ResolvedType> insideOptional(FieldScope field) {
        return isOptional(field) ? List.of(field.getTypeParameterFor(Optional.class, 0)) : null;
    }

    private static @Nullable CustomDefinition plain(ResolvedType type, SchemaGenerationContext context) {
        ObjectNode schema = context.getGeneratorConfig().createObjectNode();
        Class<?> erased = type.getErasedType();
        Text text = erased.getAnnotation(Text.class);
        if (text != null) {
            return inline(schema.put("type", "string")
                    .put("pattern", "^(" + text.pattern() + ")$")
                    .put("description", text.says()));
        }
        if (erased == Instant.class) {
            return inline(schema.put("type", "string").put("format", "date-time"));
        }
        if (erased == Duration.class) {
            return inline(schema.put("type", "string").put("format", "duration"));
        }
        return JsonNode.class.isAssignableFrom(erased) ? inline(schema) : null;
    }

    private static CustomDefinition inline(ObjectNode schema) {
        return new CustomDefinition(
                schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }
}
