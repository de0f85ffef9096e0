package dev.crossrun.engine.task;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.domain.Text;
import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.FileRule;
import java.util.List;
import java.util.Optional;

/** Makes the forms of answers. */
public final class Forms {
    public static final String INPUT = "input";

    private static final int LONGEST_TEXT = 4_000;

    /** Sealed it is longer, and must fit {@link #LONGEST_TEXT}. */
    private static final int LONGEST_SECRET = 2_000;

    private Forms() {}

    /** A text field of a form; {@code title} is its label; a {@code secret} one arrives sealed. */
    public record Field(String name, String title, boolean required, boolean secret, Optional<Shape> shape) {
        /**
         * The same field, for a text that matches a pattern.
         *
         * @param pattern that the whole text must match, in the subset that Java and ECMA-262 share
         * @param says what a right value is, as a noun phrase
         */
        public Field matching(String pattern, String says) {
            return new Field(name, title, required, secret, Optional.of(new Shape(pattern, says)));
        }

        /** The same field, for the text of a validated type, which has a {@link Text}. */
        public Field matching(Class<?> type) {
            Text text = type.getAnnotation(Text.class);
            return matching(text.pattern(), text.says());
        }
    }

    /** The pattern of a text, and what it means in words. */
    public record Shape(String pattern, String says) {}

    public static Field required(String name, String title) {
        return new Field(name, title, true, false, Optional.empty());
    }

    public static Field optional(String name, String title) {
        return new Field(name, title, false, false, Optional.empty());
    }

    /** A required field that is {@code writeOnly}: the API seals it on arrival. */
    public static Field secret(String name, String title) {
        return new Field(name, title, true, true, Optional.empty());
    }

    public static AnswerForm answer(String action, String title, Field... fields) {
        return new AnswerForm(action, title, schema(fields), Optional.empty());
    }

    /** The same answer with one more field, which is required: a list of some of these texts. */
    public static AnswerForm withChoices(AnswerForm answer, String name, String title, List<String> choices) {
        ObjectNode schema = answer.form().deepCopy();
        ObjectNode list = schema.withObject("/properties")
                .putObject(name)
                .put("type", "array")
                .put("title", title)
                .put("uniqueItems", true);
        ArrayNode texts = list.putObject("items").put("type", "string").putArray("enum");
        choices.forEach(texts::add);
        schema.withArray("required").add(name);
        return new AnswerForm(answer.action(), answer.title(), schema, answer.file());
    }

    /** An answer with one more field, {@code input}: an object by this schema. */
    public static AnswerForm withInput(String action, String title, ObjectNode input) {
        ObjectNode schema = schema();
        schema.putObject("properties").set(INPUT, input.deepCopy().put("title", "Corrected input"));
        return new AnswerForm(action, title, schema, Optional.empty());
    }

    public static AnswerForm withFile(String action, String title, FileRule file, Field... fields) {
        return new AnswerForm(action, title, schema(fields), Optional.of(file));
    }

    private static ObjectNode schema(Field... fields) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Field field : fields) {
            ObjectNode property = properties
                    .putObject(field.name())
                    .put("type", "string")
                    .put("title", field.title())
                    .put("minLength", 1)
                    .put("maxLength", field.secret() ? LONGEST_SECRET : LONGEST_TEXT);
            field.shape()
                    .ifPresent(shape -> property.put("pattern", "^(" + shape.pattern() + ")$")
                            .put("description", shape.says()));
            if (field.secret()) {
                property.put("writeOnly", true);
            }
            if (field.required()) {
                schema.withArray("required").add(field.name());
            }
        }
        return schema.put("additionalProperties", false);
    }
}
