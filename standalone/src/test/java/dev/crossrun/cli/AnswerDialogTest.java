package dev.crossrun.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerDialogTest {
    static final Path FILE = Path.of("metadata.xml");
    static final ObjectMapper JSON = new ObjectMapper();

    final JsonNode way = json("""
            {"form": {"properties": {"endpoint": {"title": "SCIM endpoint"}, "token": {"title": "Token", "writeOnly": true},
                            "note": {"title": "Note"}},
             "required": ["endpoint", "token"]}, "file": {"required": true}}""");
    final ObjectNode answer = JSON.createObjectNode();

    /** Somebody who types the same into everything. */
    static final class Typist implements Prompt {
        final List<String> asked = new ArrayList<>();
        final List<String> askedSecretly = new ArrayList<>();

        @Override
        public Optional<String> ask(String question) {
            asked.add(question);
            return Optional.of(" typed ");
        }

        @Override
        public Optional<String> askSecret(String question) {
            askedSecretly.add(question);
            return Optional.of("secret");
        }
    }

    static final class Nobody implements Prompt {
        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }

        @Override
        public Optional<String> askSecret(String question) {
            return Optional.empty();
        }
    }

    @Test
    void asksForWhatIsRequiredAndMissingAndForSecretsWithoutEcho() {
        Typist typist = new Typist();
        new AnswerDialog(way, typist).fill(answer, Map.of(), Optional.of(FILE));
        assertThat(typist.asked).containsExactly("SCIM endpoint");
        assertThat(typist.askedSecretly).containsExactly("Token");
        assertThat(answer).isEqualTo(json("{\"endpoint\": \"typed\", \"token\": \"secret\"}"));
    }

    @Test
    void takesWhatWasGivenWithoutAsking() {
        Typist typist = new Typist();
        new AnswerDialog(way, typist).fill(answer, Map.of("endpoint", "https://scim", "note", "n"), Optional.of(FILE));
        assertThat(typist.asked).isEmpty();
        assertThat(answer.path("note").asText()).isEqualTo("n");
    }

    @Test
    void refusesASecretThatStandsOnTheCommandLine() {
        assertThatThrownBy(
                        () -> new AnswerDialog(way, new Typist()).fill(answer, Map.of("token", "x"), Optional.of(FILE)))
                .isInstanceOf(Usage.class)
                .hasMessageContaining("token is a secret");
    }

    @Test
    void namesAllThatIsMissingWhenNobodyCanBeAsked() {
        assertThatThrownBy(() -> new AnswerDialog(way, new Nobody()).fill(answer, Map.of(), Optional.empty()))
                .isInstanceOf(Usage.class)
                .hasMessageContaining("endpoint")
                .hasMessageContaining("token")
                .hasMessageContaining("--file FILE");
    }

    @Test
    void asksForTheDocument() {
        assertThat(new AnswerDialog(way, new Typist()).fill(answer, Map.of(), Optional.empty()))
                .contains(Path.of("typed"));
    }

    @Test
    void doesNotLetAFieldPassForTheAction() {
        assertThatThrownBy(() -> new AnswerDialog(way, new Typist())
                        .fill(answer, Map.of("action", "approve"), Optional.of(FILE)))
                .hasMessageContaining("action is not given by --set: write it after the id of the task");
    }

    @Test
    void saysHowACommentIsGiven() {
        assertThatThrownBy(() -> new AnswerDialog(way, new Typist())
                        .fill(answer, Map.of("comment", "looked at it"), Optional.of(FILE)))
                .hasMessageContaining("comment is not given by --set: use --comment");
    }

    /** Somebody who types these lines, one after the other, and then nothing. */
    static Prompt typing(List<String> asked, String... lines) {
        Iterator<String> next = List.of(lines).iterator();
        return new Prompt() {
            @Override
            public Optional<String> ask(String question) {
                asked.add(question);
                return next.hasNext() ? Optional.of(next.next()) : Optional.empty();
            }

            @Override
            public Optional<String> askSecret(String question) {
                throw new AssertionError(question);
            }
        };
    }

    final JsonNode retry = json("""
            {"action": "retry", "form": {"type": "object", "properties": {"input": {"type": "object", "title": "Corrected input",
             "properties": {"agents": {"type": "array", "items": {"type": "object",
               "properties": {"username": {"type": "string"}, "routingProfile": {"type": "string"}}}}}}}}}""");

    @Test
    void asksForCorrectedInputUntilItIsAnObject() {
        List<String> asked = new ArrayList<>();
        String object = "{\"agents\": [{\"username\": \"ada@example.com\"}]}";
        new AnswerDialog(retry, typing(asked, "{", "[]", object)).fill(answer, Map.of(), Optional.empty());
        assertThat(answer.path("input")).isEqualTo(json(object));
        assertThat(asked.get(0))
                .isEqualTo("Corrected input as JSON, such as"
                        + " {\"agents\":[{\"username\":\"…\",\"routingProfile\":\"…\"}]}; empty: as it is");
        assertThat(asked.subList(1, 3)).allMatch(question -> question.startsWith("That is no JSON object. Corrected"));
    }

    @Test
    void triesAgainAsItIsWhereNothingIsTypedOrNobodyIsThere() {
        new AnswerDialog(retry, typing(new ArrayList<>(), " ")).fill(answer, Map.of(), Optional.empty());
        new AnswerDialog(retry, new Nobody()).fill(answer, Map.of(), Optional.empty());
        assertThat(answer).isEmpty();
    }

    @Test
    void doesNotAskForInputThatWasGiven() {
        List<String> asked = new ArrayList<>();
        new AnswerDialog(retry, typing(asked)).fill(answer, Map.of("input", "{\"agents\": []}"), Optional.empty());
        assertThat(asked).isEmpty();
        assertThat(answer.at("/input/agents").isArray()).isTrue();
    }

    @Test
    void refusesADocumentThatIsNotWanted() {
        JsonNode plain = json("{\"form\": {}}");
        assertThatThrownBy(() -> new AnswerDialog(plain, new Nobody()).fill(answer, Map.of(), Optional.of(FILE)))
                .hasMessageContaining("takes no file");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
