package dev.crossrun.api.request;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.impl.PropertySortUtils;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import dev.crossrun.domain.Text;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JSON Schema (2020-12) of a body from its records: an Optional may be left out, and a list unless Jackson's
 * {@code required} says otherwise; the form of a text is that of its {@link Text}; no other fields are known.
 */
public final class InputSchema {
    private InputSchema() {}

    public static ObjectNode of(Class<?> input) {
        SchemaGeneratorConfigBuilder config =
                new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON);
        config.with(new JacksonModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY));
        config.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.INLINE_ALL_SCHEMAS);
        config.forFields()
                .withTargetTypeOverridesResolver(InputSchema::insideOptional)
                .withRequiredCheck(InputSchema::isRequired)
                .withStringPatternResolver(
                        field -> text(field).map(InputSchema::anchored).orElse(null))
                .withDescriptionResolver(field -> text(field).map(Text::says).orElse(null));
        config.forTypesInGeneral()
                .withCustomDefinitionProvider(InputSchema::textType)
                .withPropertySorter(PropertySortUtils.SORT_PROPERTIES_FIELDS_BEFORE_METHODS);
        return new SchemaGenerator(config.build()).generateSchema(input);
    }

    private static @Nullable List<ResolvedType> insideOptional(FieldScope field) {
        return field.getType() != null && field.getType().isInstanceOf(Optional.class)
                ? List.of(field.getTypeParameterFor(Optional.class, 0))
                : null;
    }

    private static boolean isRequired(FieldScope field) {
        Class<?> type = field.getDeclaredType().getErasedType();
        JsonProperty property = field.getAnnotation(JsonProperty.class);
        boolean mayBeLeftOut = type == Optional.class || type == List.class;
        return !mayBeLeftOut || (property != null && property.required());
    }

    private static Optional<Text> text(FieldScope field) {
        return Optional.ofNullable(field.getRawMember().getAnnotation(Text.class));
    }

    /** Days, hours, minutes and seconds, of which one is there and not all are zero: nothing that a timer chokes on. */
    private static final String DURATION =
            "(?!P?T?(0[DHMS]T?)+$)P(?=[0-9T])([0-9]{1,3}D)?(T(?=[0-9])([0-9]{1,4}H)?([0-9]{1,5}M)?([0-9]{1,7}S)?)?";

    private static @Nullable CustomDefinition textType(ResolvedType type, SchemaGenerationContext context) {
        if (type.getErasedType() == Duration.class) {
            return new CustomDefinition(
                    string(context, DURATION, "an ISO 8601 duration of up to 999 days, such as P1D"));
        }
        Text text = type.getErasedType().getAnnotation(Text.class);
        return text == null ? null : new CustomDefinition(string(context, text.pattern(), text.says()));
    }

    private static ObjectNode string(SchemaGenerationContext context, String pattern, String says) {
        return context.getGeneratorConfig()
                .createObjectNode()
                .put("type", "string")
                .put("pattern", "^(" + pattern + ")$")
                .put("description", says);
    }

    private static String anchored(Text text) {
        return "^(" + text.pattern() + ")$";
    }
}
