package dev.crossrun.desk.form;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form, or a group of them.
 *
 * @param pointer where its value stands in the document that the form makes: a JSON Pointer (RFC 6901)
 * @param says what form the value has
 * @param values what stands in it: one text, or the lines of a list
 * @param choices what can be chosen
 * @param parts of a group, or the items of a list, each a group
 * @param fault what is wrong with it
 */
public record Field(
        String pointer,
        Kind kind,
        String label,
        Optional<String> says,
        boolean required,
        List<String> values,
        List<String> choices,
        List<Field> parts,
        Optional<String> fault) {
    /** How a field looks. */
    public enum Kind {
        TEXT,
        /** A text of several lines. */
        PROSE,
        /** A text that is never shown again. */
        SECRET,
        NUMBER,
        /** Yes, no, or not said. */
        YES_NO,
        /** One of a few. */
        CHOICE,
        /** Some of a few. */
        CHECKS,
        /** A list of texts, one on each line. */
        LINES,
        /** Fields that belong together. */
        GROUP,
        /** Groups of the same form. */
        LIST
    }

    public String value() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The id of its element. */
    public String id() {
        return "f" + pointer.replace('/', '-');
    }

    /** The id of the element that says what form its value has. */
    public @Nullable String describedBy() {
        return says.map(any -> id() + "-says").orElse(null);
    }

    /** The same of a list of lines. */
    public String linesDescribedBy() {
        return says.map(any -> id() + "-says ").orElse("") + id() + "-lines";
    }

    /** The id of the element that says what is wrong. */
    public @Nullable String faultId() {
        return fault.map(any -> id() + "-fault").orElse(null);
    }

    /** The name under which a browser sends it. */
    public String name() {
        return kind == Kind.SECRET ? SchemaForm.secretName(pointer) : pointer;
    }

    /** Whether it is a group that nobody needs to open: optional, empty and without a fault. */
    public boolean folded() {
        return (kind == Kind.GROUP || kind == Kind.LIST) && !required && !filled() && !faulty();
    }

    private boolean filled() {
        return !values.isEmpty() || parts.stream().anyMatch(Field::filled);
    }

    /** Whether a fault stands in it or anywhere below. */
    public boolean faulty() {
        return fault.isPresent() || parts.stream().anyMatch(Field::faulty);
    }
}
