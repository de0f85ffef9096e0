package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiUnreachable;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.standalone.temporal.LoopbackPort;
import dev.crossrun.temporal.PayloadKeys;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The processes of a user, with the settings of the examples: workers and an API, on a simulated company in this JVM. Payloads are
 * encrypted, as compose and chart have it.
 */
final class UserProcesses implements AutoCloseable {
    private static final String API = "api";

    private final Path folder;
    private final int apiPort = LoopbackPort.free();
    private final PayloadKeys payloadKeys = PayloadKeys.generate();
    private final Processes processes;

    /**
     * Starts nothing yet.
     *
     * @param folder where their settings and their output go
     * @param temporal the environment variables by which they find Temporal
     */
    UserProcesses(Path folder, Simulator simulator, Map<String, String> temporal) {
        this.folder = folder;
        Map<String, String> environment = new HashMap<>(temporal);
        // Of logback-test.xml there are several on this class path, and Logback says so.
        environment.put(
                "JAVA_TOOL_OPTIONS",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m -Dlogback.configurationFile=logback.xml");
        environment.put("AWS_ACCESS_KEY_ID", ContactCenter.ACCESS_KEY_ID);
        environment.put("AWS_SECRET_ACCESS_KEY", ContactCenter.SECRET_ACCESS_KEY);
        this.processes = new Processes(folder, environment);
        Path keys = folder.resolve("payloads.jwks.json");
        try {
            Files.writeString(keys, payloadKeys.json());
            Files.writeString(
                    folder.resolve("worker.yml"),
                    Files.readString(Path.of("../examples/worker.yml"))
                            .replaceFirst("#endpointOverride: .*", "endpointOverride: " + simulator.endpoint())
                            .replaceFirst("#payloads: .*", "payloads: " + keys)
                            .replaceFirst("#admin: .*", "admin: {port: 0}"));
            Files.writeString(
                    folder.resolve("api.yml"),
                    Files.readString(Path.of("../examples/api.yml"))
                            .replaceFirst("#payloads: .*", "payloads: " + keys)
                            .replace("port: 8080", "port: " + apiPort)
                            .replace("port: 8081", "port: 0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With what they encrypt payloads. */
    PayloadKeys payloadKeys() {
        return payloadKeys;
    }

    /** The API decrypts payloads for an administrator at this Temporal UI. */
    void decryptAt(String ui) {
        addToApi("codecServer: {origin: '" + ui + "'}");
    }

    /** The API archives the records of ended runs in this folder, with these keys. */
    void archive(Path records, Path keys) {
        addToApi("records: {folder: " + records + ", keys: " + keys + "}");
    }

    /** Lets worker and API log as {@code deploy/worker.yml} and {@code deploy/api.yml} say. */
    void logAsDeployed() {
        copySetting("worker.yml", "", "logging");
        copySetting("api.yml", "", "logging");
        copySetting("api.yml", "/server", "requestLog");
    }

    private void copySetting(String settings, String parent, String key) {
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        File own = folder.resolve(settings).toFile();
        try {
            JsonNode mine = yaml.readTree(own);
            JsonNode deployed = yaml.readTree(new File("../deploy/" + settings));
            ((ObjectNode) mine.at(parent)).set(key, deployed.at(parent).required(key));
            yaml.writeValue(own, mine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addToApi(String setting) {
        try {
            Files.writeString(folder.resolve("api.yml"), "\n" + setting + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is started from now on is of another build: these classes come before those of this one. */
    void install(Path build) {
        processes.prefer(build);
    }

    /** Starts a worker; the name is that of its log, and its own. */
    void startWorker(String name) {
        processes.crossrun(
                name, "worker", "--config", folder.resolve("worker.yml").toString());
    }

    /** Waits until a worker takes tasks; none before it had its name. */
    void awaitWorker(String name) {
        Waiting.until(() -> log(name).contains("The worker takes tasks"));
    }

    /** What a process has logged. */
    String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the API, and waits until it answers. */
    void startApi() {
        processes.crossrun(API, API, "--config", folder.resolve("api.yml").toString());
        ApiClient requester = as("requester");
        Waiting.until(() -> answers(requester));
    }

    /** The API does not end by itself while it waits. */
    private static boolean answers(ApiClient api) {
        try {
            api.get("/v1/runs");
            return true;
        } catch (ApiUnreachable notYet) {
            return false;
        }
    }

    /** Ends a worker by SIGKILL. */
    void killWorker(String name) {
        processes.kill(name);
    }

    /** Ends a worker by SIGTERM, as a supervisor does, and gives its exit code. */
    int stopWorker(String name) {
        return processes.stop(name);
    }

    void stopApi() {
        processes.stop(API);
    }

    void killApi() {
        processes.kill(API);
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + apiPort);
    }

    /** The API for {@code requester}, {@code approver} or {@code administrator}. */
    ApiClient as(String role) {
        return as(role, api());
    }

    static ApiClient as(String role, URI api) {
        return new ApiClient(api, role + "-token");
    }

    @Override
    public void close() {
        processes.close();
    }
}
