package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Works the simulated consoles by the values that each task shows, as a person would, and signs in as an agent. */
public final class ScriptedAdministrator implements ScriptedPerson.Script {
    private static final String APPLICATIONS = "/_console/applications";
    private static final String APPLICATION = "Amazon Connect";
    private static final String SOURCE = "/_console/identity-source";

    private final Consoles consoles;
    private final String agent;
    private String application = "";

    /** {@code agent} signs in when a sign-in is asked for. */
    public ScriptedAdministrator(URI consoles, String agent) {
        this.consoles = new Consoles(consoles);
        this.agent = agent;
    }

    @Override
    public void answer(ApiClient api, JsonNode task, String path) throws InterruptedException {
        switch (task.path("step").asText()) {
            case "identity-center-metadata" ->
                api.upload(
                        path + "/answer",
                        action("submit"),
                        "metadata.xml",
                        consoles.download(SOURCE + "/metadata"),
                        Optional.empty());
            case "identity-source" -> {
                changeSource(api, task);
                confirm(api, path, action("confirm"));
            }
            case "scim-token" -> {
                JsonNode enabled = consoles.send("POST", "/_console/provisioning", object());
                ObjectNode answer = action("submit")
                        .put("endpoint", enabled.path("scimEndpoint").asText());
                confirm(
                        api,
                        path,
                        answer.put("token", enabled.path("accessToken").asText()));
            }
            case "connect-application" -> {
                byte[] metadata = addApplication(task);
                whenShown(() ->
                        api.upload(path + "/answer", action("submit"), "metadata.xml", metadata, Optional.empty()));
            }
            case "application-settings" -> {
                setMappings(task);
                confirm(api, path, action("confirm"));
            }
            case "sign-in" -> {
                signIn();
                confirm(api, path, action("confirm").put("username", agent));
            }
            default -> throw new IllegalStateException("Nobody told the administrator how to answer " + path);
        }
    }

    /** Answers again for as long as Identity Center does not list the application yet. */
    private static void whenShown(Runnable answer) throws InterruptedException {
        while (true) {
            try {
                answer.run();
                return;
            } catch (ApiRefusal refused) {
                if (!refused.problem().at("/errors/0/code").asText().equals("NO_SUCH_APPLICATION")) {
                    throw refused;
                }
                Thread.sleep(200);
            }
        }
    }

    /** Adds the application from the catalog and downloads its metadata. */
    private byte[] addApplication(JsonNode task) {
        JsonNode added = consoles.send(
                "POST",
                APPLICATIONS,
                object().put("catalog", APPLICATION)
                        .put("acsUrl", value(task, "Application ACS URL"))
                        .put("audience", value(task, "Application SAML audience"))
                        .put("startUrl", value(task, "Application start URL"))
                        .put("relayState", value(task, "Relay state")));
        application = APPLICATIONS + "/" + added.path("id").asText();
        return consoles.download(application + "/metadata");
    }

    /** Ends the wizard with the artifact that the task names. */
    private void changeSource(ApiClient api, JsonNode task) {
        String artifact = task.path("artifacts").path(0).asText();
        byte[] metadata = api.download("/v1/runs/" + task.path("run").asText() + "/artifacts/" + artifact)
                .content();
        consoles.send(
                "PUT",
                SOURCE,
                object().put("metadata", new String(metadata, StandardCharsets.UTF_8))
                        .put("confirmation", "ACCEPT"));
    }

    private void setMappings(JsonNode task) {
        ObjectNode form = object();
        task.path("values").forEach(value -> {
            String attribute = value.path("label").asText();
            if (attribute.equals("Subject") || attribute.startsWith("https://aws.amazon.com/SAML/Attributes/")) {
                form.withArray("mappings")
                        .addObject()
                        .put("attribute", attribute)
                        .put("value", value.path("value").asText())
                        .put("format", attribute.equals("Subject") ? "emailAddress" : "unspecified");
            }
        });
        consoles.send("PUT", application + "/attribute-mappings", form);
    }

    private void signIn() {
        consoles.send(
                "POST",
                "/_console/sign-in",
                object().put("user", agent).put("application", application.replace(APPLICATIONS + "/", "")));
    }

    private static void confirm(ApiClient api, String path, ObjectNode answer) {
        api.post(path + "/answer", answer, Optional.empty());
    }

    private static String value(JsonNode task, String label) {
        for (JsonNode value : task.path("values")) {
            if (value.path("label").asText().equals(label)) {
                return value.path("value").asText();
            }
        }
        throw new IllegalStateException("The task shows no " + label);
    }

    private static ObjectNode action(String name) {
        return object().put("action", name);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
