package dev.crossrun.standalone;

import dev.crossrun.cli.Usage;
import dev.crossrun.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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

    @Option(
            names = "--tokens",
            defaultValue = ".crossrun/tokens.json",
            description = "Where the people's tokens are written (${DEFAULT-VALUE}).")
    private Path tokens = Path.of(".crossrun", "tokens.json");

    @Override
    public Integer call() throws InterruptedException {
        int free = free("--port", port);
        int freeOfSimulator = free("--simulator-port", simulatorPort);
        TerminalLog.configure();
        SimulatorSettings settings = SimulatorSettings.defaults()
                .withSeed(scenario.seed())
                .withAddress("127.0.0.1", freeOfSimulator)
                .withDelays(consistency, trailDelay);
        People people = new People();
        // Before the API listens: it would refuse the tokens of an earlier start.
        people.tokens(URI.create("http://127.0.0.1:" + free)).write(tokens);
        Stack stack = Stack.withDesk(free, people, settings);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    "Stopped. The runs are lost: they were in this process. A Temporal service keeps runs when worker"
                            + " and API stop: docs/operating/install.md.");
            out.flush();
            stack.close();
            stopped.countDown();
        }));
        tell(stack);
        stopped.await();
        return 0;
    }

    /** Refuses a port in use before anything is written: the tokens file may be that of the program that uses it. */
    private static int free(String option, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Usage(
                    "Port " + port + " is in use, perhaps by another crossrun up. Stop it, or choose another port"
                            + " with " + option + ".");
        }
    }

    private void tell(Stack stack) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("desk      " + stack.desk());
        out.println("consoles  " + stack.simulator().endpoint() + "/");
        out.println("API       " + stack.api());
        stack.people()
                .all()
                .forEach(person -> out.printf("%-15s %-13s token %s%n", person.name(), person.role(), person.token()));
        out.println("The tokens are in " + tokens + " too. Next, in another terminal:");
        out.println("  ./crossrun start " + scenario.runbook() + " examples/" + scenario.file() + " --as kim");
        out.println("  ./crossrun tasks --as lee");
        out.println("docs/using.md walks through the whole run. Ctrl-C stops everything, and its runs are lost.");
        out.flush();
    }
}
