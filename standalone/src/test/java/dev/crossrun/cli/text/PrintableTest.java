package dev.crossrun.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void letsNoTextSteerTheTerminal() throws JsonProcessingException {
        JsonNode said = new ObjectMapper().readTree("""
                {"detail": "\\u001b[2Japproved\\u009b1m", "items": [{"text": "a\\u202Eb", "n": 1}], "lines": "one\\ntwo\\tthree"}""");
        JsonNode shown = Printable.of(said);
        assertThat(shown.path("detail").asText()).isEqualTo("\uFFFD[2Japproved\uFFFD1m");
        assertThat(shown.at("/items/0/text").asText()).isEqualTo("a\uFFFDb");
        assertThat(shown.at("/items/0/n").asInt()).isEqualTo(1);
        assertThat(shown.path("lines").asText()).isEqualTo("one\ntwo\tthree");
    }
}
