package dev.crossrun.simulator;

import dev.crossrun.simulator.fault.BadWeather;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The simulated cloud as a program: prints where it listens and with which key, and runs until it is stopped. */
@Command(
        name = "simulator",
        description = "Runs the simulated cloud until it is stopped.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SimulatorMain implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--world",
            defaultValue = "contact-center",
            description = "Which company: contact-center, before anything is federated, or existing-instance"
                    + " (${DEFAULT-VALUE}).")
    private String company = "contact-center";

    @Option(
            names = "--trust-store",
            description = "Writes a PKCS12 trust store here (password: simulator), for clients of the TLS port.")
    private Optional<Path> trustStore = Optional.empty();

    @Option(names = "--bind", defaultValue = "127.0.0.1", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String bindAddress = "127.0.0.1";

    @Option(names = "--port", defaultValue = "4510", description = "Port; 0 takes a free one (${DEFAULT-VALUE}).")
    private int port = 4510;

    @Option(
            names = "--consistency",
            defaultValue = "PT1S",
            description = "How long a write stays unseen by reads (${DEFAULT-VALUE}).")
    private Duration consistency = Duration.ofSeconds(1);

    @Option(
            names = "--trail-delay",
            defaultValue = "PT5S",
            description = "How long CloudTrail takes to deliver an event (${DEFAULT-VALUE}).")
    private Duration trailDelay = Duration.ofSeconds(5);

    @Option(
            names = "--latency",
            defaultValue = "PT0S",
            description = "How long each call takes at least (${DEFAULT-VALUE}).")
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--instance-creation",
            defaultValue = "PT10S",
            description = "How long Connect takes to create an instance (${DEFAULT-VALUE}).")
    private Duration instanceCreation = Duration.ofSeconds(10);

    @Option(names = "--faults", description = "A JSON array of faults to meet (docs/simulator.md).")
    private Optional<Path> faults = Optional.empty();

    @Option(names = "--seed", description = "Ten faults that pass by themselves, drawn from this number.")
    private Optional<Long> weather = Optional.empty();

    /** Ends with 0 when stopped, 2 for a wrong argument, 1 when it cannot listen. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulatorMain()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        SimulatorSettings settings = SimulatorSettings.defaults()
                .withSeed(seed())
                .withAddress(bindAddress, port)
                .withDelays(consistency, trailDelay)
                .withLatency(latency)
                .withInstanceCreation(instanceCreation);
        trustStore.ifPresent(this::delete);
        Simulator simulator = Simulator.start(settings);
        faults.ifPresent(file -> addFaults(simulator, file));
        weather.ifPresent(number -> simulator.faults().addAll(BadWeather.of(number)));
        trustStore.ifPresent(file -> write(simulator, file));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            simulator.close();
            stopped.countDown();
        }));
        PrintWriter out = spec.commandLine().getOut();
        out.println("endpoint           " + simulator.endpoint());
        out.println("Graph, sign-in     " + simulator.secureEndpoint() + " (TLS)");
        out.println("access key id      " + ContactCenter.ACCESS_KEY_ID);
        out.println("secret access key  " + ContactCenter.SECRET_ACCESS_KEY);
        out.println("Entra client id    " + ContactCenter.CLIENT_ID);
        out.println("client secret      " + ContactCenter.CLIENT_SECRET);
        out.println("consoles           " + simulator.endpoint() + "/");
        out.flush();
        stopped.await();
        return 0;
    }

    private Seed seed() {
        return switch (company) {
            case "contact-center" -> new NewCompany();
            case "existing-instance" -> new ContactCenter();
            default ->
                throw new ParameterException(
                        spec.commandLine(), "--world is contact-center or existing-instance, not " + company);
        };
    }

    private void addFaults(Simulator simulator, Path file) {
        try {
            simulator.addFaults(Files.readString(file));
        } catch (IOException e) {
            simulator.close();
            throw new ParameterException(spec.commandLine(), file + " cannot be read");
        } catch (IllegalArgumentException e) {
            simulator.close();
            throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage());
        }
    }

    /** Whoever waits for the file would take one of an earlier process for this one's. */
    private void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw unwritable(file);
        }
    }

    private void write(Simulator simulator, Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("simulator", simulator.certificate());
            store.store(out, "simulator".toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no PKCS12", e);
        } catch (IOException e) {
            throw unwritable(file);
        }
    }

    private ParameterException unwritable(Path file) {
        return new ParameterException(spec.commandLine(), file + " cannot be written");
    }
}
