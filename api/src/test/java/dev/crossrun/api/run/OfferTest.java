package dev.crossrun.api.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.request.BodyLimit;
import dev.crossrun.runbook.connect.ConnectFederation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OfferTest {
    @Test
    void takesAFederationOfTwoThousandAgentsAndEightHundredGrants() throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        ObjectNode request = (ObjectNode)
                json.readTree(Path.of("../examples/contact-center.json").toFile());
        ArrayNode agents = request.putArray("agents");
        for (int i = 0; i < 2_000; i++) {
            agents.addObject()
                    .put("username", "an.agent.with.a.rather.long.name." + i + "@contact-center.example.com")
                    .put("firstName", "Maximiliane Charlotte")
                    .put("lastName", "von Wolkenstein-Trostburg " + i)
                    .put("routingProfile", "Basic Routing Profile of the Night Shift")
                    .putArray("securityProfiles")
                    .add("Agent")
                    .add("Quality Analyst of the Night Shift");
        }
        ArrayNode users = request.putObject("applicationAccess").putArray("users");
        ArrayNode accounts = request.putArray("accountAccess")
                .addObject()
                .put("group", "Contact Center Admins")
                .put("permissionSet", "ConnectAdministrator")
                .putArray("accountIds");
        request.withObject("/entra/assign").putArray("groups").add("Contact Center Agents");
        for (int i = 0; i < 699; i++) {
            users.add("an.agent.with.a.rather.long.name." + i + "@contact-center.example.com");
        }
        for (int i = 0; i < 100; i++) {
            accounts.add("%012d".formatted(i));
        }
        assertThat(new OfferedRunbook(ConnectFederation.RUNBOOK).faults(request))
                .isEmpty();
        assertThat(request.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(BodyLimit.MOST);
    }
}
