package dev.crossrun.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills the form of an answer: from what was given, and else by asking. */
final class AnswerDialog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode way;
    private final JsonNode form;
    private final Prompt prompt;
    private final List<String> missing = new ArrayList<>();

    /** {@code way} is the answer as the task offers it. */
    AnswerDialog(JsonNode way, Prompt prompt) {
        this.way = way;
        this.form = way.path("form");
        this.prompt = prompt;
    }

    static boolean requires(JsonNode form, String field) {
        for (JsonNode name : form.path("required")) {
            if (name.asText("").equals(field)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Puts what was given into the answer, and asks for what is required beside it, the document as well, and for an object
     * that may be left out.
     *
     * @return the document, if the answer has one
     * @throws Usage if something is required and there is nobody to ask, or a secret stands on the command line
     */
    Optional<Path> fill(ObjectNode answer, Map<String, String> given, Optional<Path> file) {
        given.forEach((name, text) -> give(answer, name, text));
        if (file.isPresent() && !way.path("file").isObject()) {
            throw new Usage("This answer takes no file");
        }
        form.path("properties").properties().forEach(field -> {
            if (answer.has(field.getKey())) {
                return;
            }
            if (isObject(field.getValue())) {
                askForObject(answer, field.getKey(), field.getValue());
            } else if (requires(form, field.getKey())) {
                ask(answer, field.getKey(), field.getValue());
            }
        });
        Optional<Path> document = file.or(this::askForFile);
        if (!missing.isEmpty()) {
            throw new Usage("This answer needs " + String.join(" and ", missing));
        }
        return document;
    }

    private void give(ObjectNode answer, String name, String text) {
        if (name.equals("action")) {
            throw new Usage("action is not given by --set: write it after the id of the task");
        }
        if (name.equals("comment")) {
            throw new Usage("comment is not given by --set: use --comment");
        }
        JsonNode field = form.path("properties").path(name);
        if (secret(field)) {
            throw new Usage(name + " is a secret: leave it out and type it when asked");
        }
        if (isObject(field)) {
            answer.set(name, json(name, text));
        } else {
            answer.put(name, text);
        }
    }

    private static boolean isObject(JsonNode field) {
        return field.path("type").asText("").equals("object");
    }

    private static JsonNode json(String name, String text) {
        return parsed(text).orElseThrow(() -> new Usage(name + " takes JSON, such as --set " + name + "='{…}'"));
    }

    private static Optional<JsonNode> parsed(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void askForObject(ObjectNode answer, String name, JsonNode field) {
        typedObject(name, field)
                .ifPresentOrElse(
                        typed -> answer.set(name, typed),
                        () -> Optional.of("--set " + name + "='{…}'")
                                .filter(unsaid -> requires(form, name))
                                .ifPresent(missing::add));
    }

    /** Asks until it is an object, or nothing. */
    private Optional<JsonNode> typedObject(String name, JsonNode field) {
        String question = field.path("title").asText(name) + " as JSON, such as " + sample(field) + "; empty: as it is";
        String complaint = "";
        while (true) {
            Optional<String> typed =
                    prompt.ask(complaint + question).map(String::strip).filter(text -> !text.isEmpty());
            if (typed.isEmpty()) {
                return Optional.empty();
            }
            Optional<JsonNode> object = typed.flatMap(AnswerDialog::parsed).filter(JsonNode::isObject);
            if (object.isPresent()) {
                return object;
            }
            complaint = "That is no JSON object. ";
        }
    }

    /** What a schema lets in, with dots for what is to be typed. */
    private static JsonNode sample(JsonNode schema) {
        return switch (schema.path("type").asText("")) {
            case "object" -> {
                ObjectNode fields = JSON.createObjectNode();
                schema.path("properties")
                        .properties()
                        .forEach(field -> fields.set(field.getKey(), sample(field.getValue())));
                yield fields;
            }
            case "array" -> JSON.createArrayNode().add(sample(schema.path("items")));
            default -> JSON.getNodeFactory().textNode("…");
        };
    }

    private void ask(ObjectNode answer, String name, JsonNode field) {
        String title = field.path("title").asText(name);
        Optional<String> typed = secret(field)
                ? prompt.askSecret(title).filter(text -> !text.isEmpty())
                : prompt.ask(title).map(String::strip).filter(text -> !text.isEmpty());
        typed.ifPresentOrElse(
                text -> answer.put(name, text),
                () -> missing.add(secret(field) ? name + " (a secret: typed at a terminal)" : "--set " + name + "=…"));
    }

    private Optional<Path> askForFile() {
        if (!way.path("file").path("required").asBoolean()) {
            return Optional.empty();
        }
        Optional<Path> typed =
                prompt.ask("File").filter(path -> !path.isBlank()).map(path -> Path.of(path.strip()));
        if (typed.isEmpty()) {
            missing.add("--file FILE");
        }
        return typed;
    }

    static boolean secret(JsonNode field) {
        return field.path("writeOnly").asBoolean();
    }
}
