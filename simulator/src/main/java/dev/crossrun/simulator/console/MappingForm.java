package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.world.SamlApplication.AttributeMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The table of "Edit attribute mappings": saving replaces all rows; the row Subject cannot be removed. */
public final class MappingForm {

    /** The choices of "Format". */
    public static final List<String> FORMATS = List.of(
            "unspecified",
            "basic",
            "uri",
            "emailAddress",
            "persistent",
            "transient",
            "X509SubjectName",
            "WindowsDomainQualifiedName",
            "kerberos",
            "entity");

    private MappingForm() {}

    static List<AttributeMapping> read(ConsoleRequest request) {
        request.onlyFields(Set.of("mappings"));
        List<AttributeMapping> mappings = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode row : request.body().path("mappings")) {
            AttributeMapping mapping = row(row);
            if (!names.add(mapping.attribute())) {
                throw ConsoleException.invalid("There are two rows for " + mapping.attribute());
            }
            mappings.add(mapping);
        }
        if (!names.contains("Subject")) {
            throw ConsoleException.invalid("The row Subject is required");
        }
        return mappings;
    }

    private static AttributeMapping row(JsonNode row) {
        String attribute = ConsoleRequest.textOf(row, "attribute")
                .orElseThrow(() -> ConsoleException.invalid("User attribute in the application is required"));
        String value = ConsoleRequest.textOf(row, "value").orElse("");
        String format = ConsoleRequest.textOf(row, "format").orElse("unspecified");
        if (!FORMATS.contains(format)) {
            throw ConsoleException.invalid("There is no format " + format);
        }
        return new AttributeMapping(attribute, value, format);
    }
}
