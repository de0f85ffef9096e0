package dev.crossrun.standalone;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Programs as a user starts them: a Temporal dev server, {@code crossrun worker}, {@code crossrun api}. */
final class Processes implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> environment;
    private final Map<String, Process> running = new LinkedHashMap<>();
    private String classPath = System.getProperty("java.class.path");

    /** {@code folder} is where their output goes. */
    Processes(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** What is started from now on has these classes first, and then those of this class path. */
    void prefer(Path classes) {
        classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    }

    void crossrun(String name, String... arguments) {
        java(name, Crossrun.class, arguments);
    }

    /** Starts a program of the class path. */
    void java(String name, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        start(name, command);
    }

    void start(String name, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment().putAll(environment);
        try {
            running.put(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Enters a line into a program's standard input. */
    void enter(String name) {
        try (OutputStream input = running.get(name).getOutputStream()) {
            input.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a program has ended by itself, and gives its exit code. */
    int end(String name) {
        return running.get(name).onExit().join().exitValue();
    }

    /** Ends a program as a crash would. */
    void kill(String name) {
        Process process = running.get(name);
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ends a program by SIGTERM, as a supervisor does, and gives its exit code. */
    int stop(String name) {
        running.get(name).destroy();
        return end(name);
    }

    @Override
    public void close() {
        running.values().forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }
}
