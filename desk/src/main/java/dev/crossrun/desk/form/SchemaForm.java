package dev.crossrun.desk.form;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.desk.form.Field.Kind;
import dev.crossrun.desk.page.Sentences;
import dev.crossrun.desk.page.TypedText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The form of a document with a JSON Schema (2020-12): its fields, and the document that was typed into them. */
public final class SchemaForm {
    /** A text with a limit above this is prose. */
    private static final int LONG = 3_000;

    /** The most items that the form of a list has. A longer list can be given as JSON. */
    private static final int MOST_ITEMS = 2_000;

    private static final String ITEMS = "items:";
    private static final String ADD = "add";
    private static final String REMOVE = "remove";

    /** The button that the Enter key presses: it sends nothing. */
    private static final String CHECK = "check";

    private static final Pattern ONE_OF = Pattern.compile("\\^\\(([A-Z_]+(\\|[A-Z_]+)+)\\)\\$");

    private final JsonNode schema;

    public SchemaForm(JsonNode schema) {
        this.schema = schema;
    }

    static String secretName(String pointer) {
        return TypedText.secret(pointer);
    }

    /** The name of the field that says how many items the list has that the browser shows. */
    public static String itemsName(String pointer) {
        return ITEMS + pointer;
    }

    /**
     * The fields.
     *
     * @param document what stands in them
     * @param faults by pointer
     */
    public List<Field> fields(JsonNode document, Map<String, String> faults) {
        return parts(schema, "", document, faults);
    }

    private static List<Field> parts(JsonNode schema, String at, JsonNode value, Map<String, String> faults) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<Field> fields = new ArrayList<>();
        schema.path("properties")
                .properties()
                .forEach(property -> fields.add(field(
                        property.getValue(),
                        at + "/" + property.getKey(),
                        property.getKey(),
                        required.contains(property.getKey()),
                        value.path(property.getKey()),
                        faults)));
        // What must be there comes first, and texts before groups.
        fields.sort(Comparator.comparing((Field field) -> !field.required())
                .thenComparing(field -> field.kind() == Kind.GROUP || field.kind() == Kind.LIST));
        return List.copyOf(fields);
    }

    private static Field field(
            JsonNode schema, String at, String name, boolean required, JsonNode value, Map<String, String> faults) {
        Kind kind = kind(schema);
        List<Field> parts = switch (kind) {
            case GROUP -> parts(schema, at, value, faults);
            case LIST -> items(schema, at, value, faults);
            default -> List.of();
        };
        return new Field(
                at,
                kind,
                schema.path("title").asText(Sentences.words(name)),
                says(schema),
                required,
                texts(value),
                choices(schema),
                parts,
                Optional.ofNullable(faults.get(at)));
    }

    private static List<Field> items(JsonNode schema, String at, JsonNode values, Map<String, String> faults) {
        List<Field> items = new ArrayList<>();
        for (int i = 0; i < values.size() && i < MOST_ITEMS; i++) {
            String pointer = at + "/" + i;
            items.add(new Field(
                    pointer,
                    Kind.GROUP,
                    String.valueOf(i + 1),
                    Optional.empty(),
                    true,
                    List.of(),
                    List.of(),
                    parts(schema.path("items"), pointer, values.get(i), faults),
                    Optional.ofNullable(faults.get(pointer))));
        }
        return items;
    }

    private static Kind kind(JsonNode schema) {
        return switch (type(schema)) {
            case "object" -> Kind.GROUP;
            case "boolean" -> Kind.YES_NO;
            case "integer", "number" -> Kind.NUMBER;
            case "array" ->
                type(schema.path("items")).equals("object")
                        ? Kind.LIST
                        : choices(schema).isEmpty() ? Kind.LINES : Kind.CHECKS;
            default -> text(schema);
        };
    }

    private static Kind text(JsonNode schema) {
        if (schema.path("writeOnly").asBoolean()) {
            return Kind.SECRET;
        }
        if (!choices(schema).isEmpty()) {
            return Kind.CHOICE;
        }
        return schema.path("maxLength").asInt() >= LONG && !schema.has("pattern") ? Kind.PROSE : Kind.TEXT;
    }

    /** The type that is not null. */
    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? StreamSupport.stream(type.spliterator(), false)
                        .map(JsonNode::asText)
                        .filter(name -> !name.equals("null"))
                        .findFirst()
                        .orElse("string")
                : type.asText("string");
    }

    private static List<String> choices(JsonNode schema) {
        JsonNode listed =
                schema.has("enum") ? schema.path("enum") : schema.path("items").path("enum");
        Matcher pattern = ONE_OF.matcher(schema.path("pattern").asText(""));
        return pattern.matches() ? List.of(pattern.group(1).split("\\|")) : texts(listed);
    }

    private static Optional<String> says(JsonNode schema) {
        JsonNode said = schema.has("description") ? schema : schema.path("items");
        return Optional.of(said.path("description").asText("")).filter(text -> !text.isEmpty());
    }

    private static List<String> texts(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .filter(JsonNode::isValueNode)
                    .map(JsonNode::asText)
                    .toList();
        }
        return value.isValueNode() && !value.isNull() ? List.of(value.asText()) : List.of();
    }

    /** Such as "Tenant id" of {@code tenantId}. */
    /** What a press of a button that only changes the form has made of the document that was typed; empty if it was another one. */
    public Optional<ObjectNode> edited(TypedText typed) {
        boolean edit = typed.value(ADD).isPresent()
                || typed.value(REMOVE).isPresent()
                || typed.value(CHECK).isPresent();
        if (!edit) {
            return Optional.empty();
        }
        ObjectNode document = read(typed);
        typed.value(ADD).ifPresent(list -> add(document, list));
        typed.value(REMOVE).ifPresent(item -> remove(document, item));
        return Optional.of(document);
    }

    private static void add(ObjectNode document, String list) {
        int last = list.lastIndexOf('/');
        if (list.matches("(/[A-Za-z0-9]+)+") && document.at(list.substring(0, last)) instanceof ObjectNode holder) {
            String name = list.substring(last + 1);
            ArrayNode items = holder.path(name) instanceof ArrayNode there ? there : holder.putArray(name);
            items.add(JsonNodeFactory.instance.objectNode());
        }
    }

    private static void remove(ObjectNode document, String item) {
        int last = item.lastIndexOf('/');
        if (item.matches("(/[A-Za-z0-9]+)+/[0-9]{1,4}")
                && document.at(item.substring(0, last)) instanceof ArrayNode items) {
            items.remove(Integer.parseInt(item.substring(last + 1)));
        }
    }

    /** The document that was typed: what was left blank is left out. */
    public ObjectNode read(TypedText typed) {
        return object(schema, "", typed);
    }

    private static ObjectNode object(JsonNode schema, String at, TypedText typed) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            JsonNode value = value(property.getValue(), at + "/" + property.getKey(), typed);
            boolean blank = value.isMissingNode() || (value.isContainerNode() && value.isEmpty());
            if (!blank || (required.contains(property.getKey()) && value.isContainerNode())) {
                object.set(property.getKey(), value);
            }
        });
        return object;
    }

    private static JsonNode value(JsonNode schema, String at, TypedText typed) {
        Kind kind = kind(schema);
        return switch (kind) {
            case GROUP -> object(schema, at, typed);
            case LIST -> list(schema, at, typed);
            case LINES -> lines(typed.values(at));
            case CHECKS -> array(typed.values(at));
            case YES_NO ->
                typed.value(at)
                        .<JsonNode>map(text -> JsonNodeFactory.instance.booleanNode(text.equals("true")))
                        .orElse(MissingNode.getInstance());
            case NUMBER -> typed.value(at).map(SchemaForm::number).orElse(MissingNode.getInstance());
            case SECRET -> text(typed.value(secretName(at)).map(String::strip));
            case PROSE -> text(typed.value(at).filter(prose -> !prose.isBlank()));
            case TEXT, CHOICE -> text(typed.value(at).map(String::strip));
        };
    }

    private static JsonNode text(Optional<String> text) {
        return text.filter(typed -> !typed.isEmpty())
                .<JsonNode>map(JsonNodeFactory.instance::textNode)
                .orElse(MissingNode.getInstance());
    }

    /** What is no number stays as it was typed, so that the schema's check names it. */
    private static JsonNode number(String text) {
        try {
            return JsonNodeFactory.instance.numberNode(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    private static ArrayNode lines(List<String> typed) {
        return array(typed.stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList());
    }

    private static ArrayNode array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static ArrayNode list(JsonNode schema, String at, TypedText typed) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        int items = typed.value(itemsName(at))
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(Integer::parseInt)
                .orElse(0);
        for (int i = 0; i < items && i < MOST_ITEMS; i++) {
            list.add(object(schema.path("items"), at + "/" + i, typed));
        }
        return list;
    }
}
