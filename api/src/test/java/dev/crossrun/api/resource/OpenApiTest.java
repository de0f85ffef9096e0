package dev.crossrun.api.resource;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.crossrun.api.openapi.Operation;
import dev.crossrun.api.run.OfferedRunbooks;
import dev.crossrun.runbook.Runbooks;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();
    private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");
    private static final JsonNode DOCUMENT =
            JSON.valueToTree(new OpenApiResource(JSON, new OfferedRunbooks(Runbooks.ALL)).get());

    /** {@code -Dcrossrun.golden=write} writes it. */
    @Test
    void isTheCommittedDocument() throws IOException {
        String pretty = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(DOCUMENT) + "\n";
        if ("write".equals(System.getProperty("crossrun.golden"))) {
            Files.writeString(COMMITTED, pretty);
        }
        assertThat(Files.readString(COMMITTED)).isEqualTo(pretty);
    }

    @Test
    void describesEveryOperation() {
        OpenApiResource.RESOURCES.forEach(resource -> assertThat(Arrays.stream(resource.getMethods())
                        .filter(method -> method.isAnnotationPresent(GET.class)
                                || method.isAnnotationPresent(POST.class)
                                || method.isAnnotationPresent(DELETE.class)))
                .allMatch(method -> method.isAnnotationPresent(Operation.class)));
    }

    @Test
    void describesEachRefusalAsAProblemWithItsCodes() {
        DOCUMENT.path("components").path("responses").forEach(refusal -> {
            JsonNode content = refusal.at("/content/application~1problem+json");
            assertThat(content.at("/schema/$ref").asText()).isEqualTo("#/components/schemas/ProblemDetails");
            assertThat(refusal.path("description").asText())
                    .contains("code " + content.at("/example/code").asText());
        });
        assertThat(DOCUMENT.at("/paths/~1v1~1runs~1{run}~1events/get/responses/200/content"))
                .extracting(content -> content.at("/schema").isObject())
                .containsOnly(true)
                .hasSize(2);
    }

    @Test
    void takesItsExamplesFromTheFilesThatUsersCopy() throws IOException {
        for (String[] each : List.of(
                new String[] {"connect-federation", "contact-center.json"},
                new String[] {"temporary-access", "temporary-access.json"})) {
            JsonNode example = DOCUMENT.at(
                    "/paths/~1v1~1runbooks~1" + each[0] + "~1runs/post/requestBody/content/application~1json/example");
            assertThat(example)
                    .isEqualTo(JSON.readTree(Path.of("..", "examples", each[1]).toFile()));
        }
    }
}
