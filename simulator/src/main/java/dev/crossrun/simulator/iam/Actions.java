package dev.crossrun.simulator.iam;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The actions that IAM knows of some services: the operations of their service models, and actions that are permissions
 * only (Service Authorization Reference).
 */
public final class Actions {
    private static final Set<String> KNOWN = read();

    private Actions() {}

    /** Whether there is an action of this name, such as {@code iam:CreateRole}; IAM ignores its case. */
    public static boolean has(String action) {
        return KNOWN.contains(action.toLowerCase(Locale.ROOT));
    }

    private static Set<String> read() {
        try (InputStream in = Actions.class.getResourceAsStream("/actions.txt")) {
            if (in == null) {
                throw new IllegalStateException("Not on the classpath: /actions.txt");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT)
                    .lines()
                    .map(line -> line.split(": ", 2))
                    .flatMap(parts -> Arrays.stream(parts[1].split(" ")).map(name -> parts[0] + ":" + name))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
