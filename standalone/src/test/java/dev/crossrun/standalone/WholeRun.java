package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.simulator.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A run of a company that starts from nothing, with the hands of its people. */
final class WholeRun implements AutoCloseable {
    static final String METADATA = "identity-center-metadata.human-step.1";
    static final String SOURCE = "identity-source.human-step.1";
    static final String TOKEN = "scim-token.human-step.1";
    static final String APPLICATION = "connect-application.human-step.1";
    static final String SETTINGS = "application-settings.human-step.1";
    static final String SIGN_IN = "sign-in.human-step.1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Stack stack;
    final FederationRun run;

    /** The company of the example, its request edited. */
    WholeRun(Consumer<ObjectNode> edit) {
        this(new NewCompany(), edit);
    }

    WholeRun(Seed seed, Consumer<ObjectNode> edit) {
        this(TestStack.start(SimulatorSettings.defaults().withSeed(seed)), edit);
    }

    WholeRun(Stack stack, Consumer<ObjectNode> edit) {
        this(stack, request(edit));
    }

    WholeRun(Stack stack, byte[] request) {
        this(stack, new FederationRun(stack, request));
    }

    private WholeRun(Stack stack, FederationRun run) {
        this.stack = stack;
        this.run = run;
    }

    /** Another run of the same request on the same stack, which stays when the other is closed. */
    WholeRun again() {
        return new WholeRun(stack, run.another(request(request -> {})));
    }

    static byte[] request(Consumer<ObjectNode> edit) {
        return edited("contact-center", edit);
    }

    /** An example request, edited. */
    static byte[] edited(String example, Consumer<ObjectNode> edit) {
        return edited(Path.of("../examples/" + example + ".json"), edit);
    }

    static byte[] edited(Path file, Consumer<ObjectNode> edit) {
        try {
            ObjectNode request = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
            edit.accept(request);
            return request.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    World world() {
        return run.world();
    }

    EntraTenant entra() {
        return world().entra().orElseThrow();
    }

    byte[] serviceProviderMetadata() {
        return run.console.download("/_console/identity-source/metadata");
    }

    byte[] artifact(String name) {
        return run.sam.download(run.path + "/artifacts/" + name).content();
    }

    /** Works the console's wizard to its end with this document. */
    void changeSource(byte[] metadata) {
        run.console.send(
                "PUT",
                "/_console/identity-source",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("metadata", new String(metadata, StandardCharsets.UTF_8))
                        .put("confirmation", "ACCEPT"));
    }

    void handInMetadata() {
        run.submit(METADATA, serviceProviderMetadata());
    }

    /** It has done all that it can before somebody changes the identity source. */
    void upToSource() {
        run.approve();
        handInMetadata();
        run.task(SOURCE);
        run.awaitStep("connect-agents", "DONE");
        run.awaitStep("entra-assignments", "DONE");
    }

    void changeSource() {
        run.task(SOURCE);
        changeSource(artifact("entra-federation-metadata.xml"));
        run.confirm(SOURCE);
    }

    /** Confirms a task and hands in a document with it. */
    JsonNode confirmWith(String task, byte[] document) {
        return run.sam.upload(
                run.path + "/tasks/" + task + "/answer",
                FederationRun.object("confirm"),
                "metadata.xml",
                document,
                Optional.empty());
    }

    JsonNode enableProvisioning() {
        return run.console.send("POST", "/_console/provisioning", JsonNodeFactory.instance.objectNode());
    }

    /** One more token of the provisioning that is enabled. */
    String anotherToken() {
        return run.console
                .send("POST", "/_console/provisioning/tokens", JsonNodeFactory.instance.objectNode())
                .path("accessToken")
                .asText();
    }

    JsonNode handInToken(String endpoint, String token) {
        run.task(TOKEN);
        return run.answer(
                run.sam,
                TOKEN,
                FederationRun.object("submit").put("endpoint", endpoint).put("token", token));
    }

    String handInToken() {
        run.task(TOKEN);
        JsonNode enabled = enableProvisioning();
        handInToken(
                enabled.path("scimEndpoint").asText(),
                enabled.path("accessToken").asText());
        return enabled.path("accessToken").asText();
    }

    /** From the approval to people who sign in with Entra. */
    void changeToEntra() {
        run.approve();
        run.task(METADATA);
        handInMetadata();
        changeSource();
        handInToken();
    }

    /** From the approval to a sign-in of Ada. */
    JsonNode succeed() {
        changeToEntra();
        return connect();
    }

    /** The Connect half, up to a sign-in of Ada. */
    JsonNode connect() {
        byte[] metadata = run.addApplication(APPLICATION);
        run.insist("NO_SUCH_APPLICATION", () -> run.submit(APPLICATION, metadata));
        run.task(SETTINGS);
        run.mapRight();
        run.confirm(SETTINGS);
        run.task(SIGN_IN);
        run.signIn(FederationRun.ADA);
        run.confirmSignIn(SIGN_IN, FederationRun.ADA);
        return run.ended();
    }

    /** The problem of an answer that is refused. */
    JsonNode refused(Runnable answer) {
        return run.refused(answer);
    }

    static String code(JsonNode problem) {
        return problem.path("errors").path(0).path("code").asText();
    }

    Optional<JsonNode> blocking() {
        for (JsonNode finding : run.kim.get(run.path + "/plan").path("findings")) {
            if (finding.path("severity").asText().equals("BLOCKING")) {
                return Optional.of(finding);
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        run.close();
    }
}
