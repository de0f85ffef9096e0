package dev.crossrun.standalone;

import dev.crossrun.cli.Usage;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.store.UnreadableWorld;
import dev.crossrun.standalone.temporal.DevServer;
import dev.crossrun.standalone.temporal.LoopbackPort;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code up}: the stack of the demo, for people to work with, until it is stopped. */
@Command(
        name = "up",
        description = "Starts simulated cloud, worker and API for you to work with, until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class UpCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            defaultValue = "contact-center",
            converter = Scenario.Converter.class,
            description = "Whose world: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Scenario scenario = Scenario.CONTACT_CENTER;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port of the API; 0 takes a free one (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--simulator-port",
            defaultValue = "4510",
            description = "Port of the simulated cloud and its consoles (${DEFAULT-VALUE}).")
    private int simulatorPort;

    @Option(
            names = "--consistency",
            defaultValue = "PT1S",
            description = "How long a write in the simulated cloud stays unseen (${DEFAULT-VALUE}).")
    private Duration consistency = Duration.ofSeconds(1);

    @Option(
            names = "--trail-delay",
            defaultValue = "PT5S",
            description = "How late the simulated CloudTrail is (${DEFAULT-VALUE}).")
    private Duration trailDelay = Duration.ofSeconds(5);

    @ArgGroup
    private Where where = new Where();

    /** On which Temporal service; by default the Temporal CLI's if there is one. */
    private static final class Where {
        @Option(
                names = "--temporal",
                description = "Works on the Temporal service of the TEMPORAL_* environment, in a namespace of its own.")
        private boolean environment;

        @Option(
                names = "--in-memory",
                description = "Keeps nothing. Without this, a Temporal CLI on the PATH keeps runs and simulated cloud.")
        private boolean inMemory;
    }

    @Option(names = "--fresh", description = "Deletes first what an earlier start of this company has kept.")
    private boolean fresh;

    @Option(
            names = "--folder",
            defaultValue = ".crossrun",
            description = "Where the tokens are written, and what outlives a restart is kept (${DEFAULT-VALUE}).")
    private Path path = Path.of(".crossrun");

    private final Ending ending = new Ending();

    @Override
    public Integer call() throws InterruptedException {
        Thread hook = new Thread(ending::end);
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            run();
            ending.await();
            return 0;
        } catch (UnreadableWorld e) {
            throw new Usage(e.getMessage()
                    + ". ./crossrun up --fresh starts over, without the runs and the simulated cloud of before.");
        } finally {
            ending.end();
        }
    }

    private void run() throws InterruptedException {
        UpFolder folder = ending.with(new UpFolder(path));
        int free = free("--port", port);
        if (simulatorPort != 0) {
            free("--simulator-port", simulatorPort);
            free("--simulator-port", simulatorPort + 1); // TLS
        }
        TerminalLog.configure();
        SimulatorSettings settings = SimulatorSettings.defaults()
                .withSeed(scenario.seed())
                .withAddress("127.0.0.1", simulatorPort)
                .withDelays(consistency, trailDelay);
        UpService service = ending.with(service(folder));
        // Before the API listens: it would refuse the tokens of an earlier start.
        folder.write(service.secrets().people(), URI.create("http://127.0.0.1:" + free));
        Stack stack = ending.with(service.start(Stack.Api.withDesk(free), settings));
        ending.say(() -> show(service.stopped()));
        tell(stack, service, folder.tokens());
    }

    private UpService service(UpFolder folder) {
        if (where.inMemory) {
            return UpService.inMemory("");
        }
        Optional<Path> cli = where.environment ? Optional.empty() : DevServer.cli(System::getenv);
        if (!where.environment && cli.isEmpty()) {
            return UpService.inMemory(" With the Temporal CLI on the PATH they outlive it"
                    + (folder.keeps(scenario.toString()) ? ", as those of earlier starts did: they are kept." : "."));
        }
        UpFolder.Kept kept = folder.new Kept(scenario + (where.environment ? "-temporal" : ""));
        if (fresh) {
            kept.clear()
                    .ifPresent(
                            before -> show("The namespace " + before + " stays at the Temporal service. To delete it:"
                                    + " temporal operator namespace delete -n " + before));
        }
        return cli.map(program -> UpService.devServer(program, kept)).orElseGet(() -> UpService.environment(kept));
    }

    /** Refuses a port in use before anything is written: the tokens file may be that of the program that uses it. */
    private static int free(String option, int port) {
        try {
            return LoopbackPort.free(port);
        } catch (IOException e) {
            throw new Usage(
                    "Port " + port + " is in use, perhaps by another crossrun up. Stop it, or choose another port"
                            + " with " + option + ".");
        }
    }

    private void tell(Stack stack, UpService service, Path tokens) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("desk      " + stack.desk());
        out.println("consoles  " + stack.simulator().endpoint() + "/");
        out.println("API       " + stack.api());
        service.started().forEach(out::println);
        stack.people()
                .all()
                .forEach(person -> out.printf("%-15s %-13s token %s%n", person.name(), person.role(), person.token()));
        out.println("The tokens are in " + tokens + " too. Next, in another terminal:");
        out.println("  ./crossrun start " + scenario.runbook() + " examples/" + scenario.file() + " --as kim");
        out.println("  ./crossrun tasks --as lee");
        out.println("docs/using.md walks through the whole run. Ctrl-C stops everything.");
        out.flush();
    }

    private void show(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
