package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.LiveRun;
import dev.crossrun.cli.Usage;
import dev.crossrun.cli.text.RunText;
import dev.crossrun.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demo}: a whole run in one JVM, with scripted people; exits with 0 if it succeeds. */
@Command(
        name = "demo",
        description = "Runs a runbook in this process: simulated cloud, scripted people.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port of the API; 0 takes a free one (${DEFAULT-VALUE}).")
    private int port;

    @Parameters(
            arity = "0..1",
            defaultValue = "contact-center",
            converter = Scenario.Converter.class,
            description = "What to show: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Scenario scenario = Scenario.CONTACT_CENTER;

    @Option(names = "--request", description = "Request file (the example of what is shown).")
    private Optional<Path> request = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        TerminalLog.configure();
        PrintWriter out = spec.commandLine().getOut();
        byte[] input = read(request.orElseGet(() -> example(scenario)));
        try (Stack stack = Stack.start(port, SimulatorSettings.defaults().withSeed(scenario.seed()))) {
            People people = stack.people();
            out.println(
                    "API " + stack.api() + "  requester " + people.requester().name() + ", approver "
                            + people.approver().name() + ", administrator "
                            + people.administrator().name());
            List<ScriptedPerson> cast = scenario.people(stack);
            try {
                return run(stack, input, out);
            } finally {
                cast.forEach(ScriptedPerson::close);
            }
        }
    }

    private static Path example(Scenario scenario) {
        return Path.of(System.getProperty("crossrun.home", "."), "examples", scenario.file());
    }

    private static byte[] read(Path request) {
        try {
            return Files.readAllBytes(request);
        } catch (IOException e) {
            throw new Usage(request + " cannot be read");
        }
    }

    private int run(Stack stack, byte[] input, PrintWriter out) throws InterruptedException {
        ApiClient api = new ApiClient(stack.api(), stack.people().requester().token());
        String path = "/v1/runbooks/" + scenario.runbook() + "/runs";
        JsonNode started = api.post(path, input, Optional.empty());
        String run = started.path("id").asText();
        out.println("POST " + path + " -> " + run);
        JsonNode ended = new LiveRun(api, run, out, LiveRun.columnsOfTerminal(), Duration.ofSeconds(1)).follow();
        new RunText(ended, Clock.systemUTC().instant()).foot().forEach(out::println);
        spent(stack, api, ended, out);
        out.flush();
        return ended.path("status").asText().equals("SUCCEEDED") ? 0 : 1;
    }

    private static void spent(Stack stack, ApiClient api, JsonNode ended, PrintWriter out) {
        String workflow = ended.path("temporal").path("workflowId").asText();
        TimeSpent spent = TimeSpent.of(
                Instant.parse(ended.path("startedAt").asText()),
                Instant.parse(ended.path("closedAt").asText()),
                stack.temporal().fetchHistory(workflow).getEvents(),
                api.get("/v1/runs/" + ended.path("id").asText() + "/events").path("items"));
        out.println("took " + RunText.text(spent.total()) + ": calls " + RunText.text(spent.calls()) + ", engine "
                + RunText.text(spent.engine()) + ", people " + RunText.text(spent.people())
                + (spent.waiting().isZero() ? "" : ", waiting " + RunText.text(spent.waiting())));
        out.println(
                "The simulated clouds answer at once: the calls took the time that a JVM needs which has just started.");
    }
}
