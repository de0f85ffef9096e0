package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills the form of an answer: from what was given, and else by asking. */
final class AnswerDialog {
    private final JsonNode form;
    private final Prompt prompt;
    private final List<String> missing = new ArrayList<>();

    AnswerDialog(JsonNode form, Prompt prompt) {
        this.form = form;
        this.prompt = prompt;
    }

    static boolean requires(JsonNode form, String field) {
        for (JsonNode name : form.path("required")) {
            if (name.asText().equals(field)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Puts what was given into the answer, and asks for what is required beside it.
     *
     * @throws Usage if something is required and there is nobody to ask, or a secret stands on the command line
     */
    void fill(ObjectNode answer, Map<String, String> given) {
        given.forEach(answer::put);
        form.path("properties").properties().forEach(field -> {
            boolean secret = field.getValue().path("writeOnly").asBoolean();
            if (secret && given.containsKey(field.getKey())) {
                throw new Usage(field.getKey() + " is a secret: leave it out and type it when asked");
            }
            if (requires(form, field.getKey()) && !answer.has(field.getKey())) {
                ask(answer, field.getKey(), field.getValue().path("title").asText(field.getKey()), secret);
            }
        });
        if (!missing.isEmpty()) {
            throw new Usage("This answer needs " + String.join(" and ", missing));
        }
    }

    private void ask(ObjectNode answer, String name, String title, boolean secret) {
        Optional<String> typed = secret ? prompt.askSecret(title) : prompt.ask(title);
        typed.filter(text -> !text.isBlank())
                .ifPresentOrElse(text -> answer.put(name, text.strip()), () -> missing.add("--set " + name + "=…"));
    }
}
