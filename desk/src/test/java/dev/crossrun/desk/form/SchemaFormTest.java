package dev.crossrun.desk.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.desk.page.TypedText;
import jakarta.ws.rs.core.Form;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaFormTest {
    private static final SchemaForm FORM = new SchemaForm(json("""
            {"type": "object", "required": ["name", "agents"], "properties": {
              "name": {"type": "string", "description": "a run name"},
              "days": {"type": ["integer", "null"]},
              "calls": {"type": ["boolean", "null"]},
              "effects": {"type": "string", "pattern": "^(LEAVE|UNDO)$"},
              "token": {"type": "string", "writeOnly": true},
              "acknowledged": {"type": "array", "items": {"type": "string", "enum": ["a.1", "b.2"]}},
              "emails": {"type": "array", "items": {"type": "string"}},
              "where": {"type": ["object", "null"], "properties": {"region": {"type": "string"}}},
              "agents": {"type": "array", "items": {"type": "object", "required": ["username"], "properties": {
                "username": {"type": "string"}, "profiles": {"type": "array", "items": {"type": "string"}}}}}}}
            """));

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode read(Map<String, List<String>> typed) {
        Form form = new Form();
        typed.forEach((name, values) -> values.forEach(value -> form.param(name, value)));
        return FORM.read(TypedText.of(form));
    }

    private static Field field(List<Field> fields, String pointer) {
        return fields.stream()
                .filter(field -> field.pointer().equals(pointer))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsTypedBecomesTheDocument() {
        assertThat(read(Map.of(
                        "/name", List.of(" prod "),
                        "/days", List.of("31"),
                        "/calls", List.of("false"),
                        "/effects", List.of("UNDO"),
                        "secret:/token", List.of("t"),
                        "/acknowledged", List.of("a.1", "b.2"),
                        "/emails", List.of("a@example.com\r\n\r\n b@example.com "),
                        "/where/region", List.of("eu-west-1"),
                        "items:/agents", List.of("2"))))
                .isEqualTo(json("""
                                {"name": "prod", "days": 31, "calls": false, "effects": "UNDO", "token": "t",
                                 "acknowledged": ["a.1", "b.2"], "emails": ["a@example.com", "b@example.com"],
                                 "where": {"region": "eu-west-1"}, "agents": [{}, {}]}
                                """));
    }

    @Test
    void whatIsLeftBlankIsLeftOutUnlessItIsARequiredListOrGroup() {
        assertThat(read(Map.of("/name", List.of(""), "/calls", List.of(""), "/days", List.of(""))))
                .isEqualTo(json("{\"agents\": []}"));
    }

    @Test
    void itemsOfAListAreReadOneByOne() {
        JsonNode document = read(Map.of(
                "items:/agents", List.of("2"),
                "/agents/0/username", List.of("ada"),
                "/agents/1/username", List.of("grace"),
                "/agents/1/profiles", List.of("Agent\nAdmin")));
        assertThat(document.at("/agents/0/username").asText()).isEqualTo("ada");
        assertThat(document.at("/agents/1/profiles")).hasSize(2);
    }

    @Test
    void whatIsNoNumberStaysAsItWasTypedSoThatItsFaultIsNamed() {
        assertThat(read(Map.of("/days", List.of("many"))).path("days").asText()).isEqualTo("many");
    }

    @Test
    void aCountOfItemsThatNobodyTypesIsNotBelieved() {
        assertThat(read(Map.of("items:/agents", List.of("99999999"))).path("agents"))
                .isEmpty();
        assertThat(read(Map.of("items:/agents", List.of("9999"))).path("agents"))
                .hasSize(2_000);
    }

    @Test
    void fieldsShowTheirValuesAndFaults() {
        List<Field> fields = FORM.fields(
                json("{\"name\": \"prod\", \"token\": \"t\", \"agents\": [{\"username\": \"ada\"}]}"),
                Map.of("/agents/0/username", "is unknown"));
        assertThat(field(fields, "/name").value()).isEqualTo("prod");
        Field agents = field(fields, "/agents");
        assertThat(agents.faulty()).isTrue();
        assertThat(agents.parts().get(0).parts().get(0).fault()).contains("is unknown");
        assertThat(field(fields, "/effects").choices()).containsExactly("LEAVE", "UNDO");
        assertThat(field(fields, "/where").folded()).isTrue();
        assertThat(field(fields, "/token").name()).isEqualTo("secret:/token");
    }
}
