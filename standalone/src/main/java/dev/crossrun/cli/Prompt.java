package dev.crossrun.cli;

import java.io.Console;
import java.util.Optional;

/** Asks the person at the terminal; there may be none. */
interface Prompt {
    /** What was typed; empty if there is nobody to ask. */
    Optional<String> ask(String question);

    /** As {@link #ask}, without showing what is typed. */
    Optional<String> askSecret(String question);

    /** The terminal of this process. */
    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on it may read a pipe, which answers as well
    static Prompt terminal() {
        return new Prompt() {
            @Override
            public Optional<String> ask(String question) {
                Console console = System.console();
                return console == null ? Optional.empty() : Optional.ofNullable(console.readLine("%s: ", question));
            }

            @Override
            public Optional<String> askSecret(String question) {
                Console console = System.console();
                return console == null
                        ? Optional.empty()
                        : Optional.ofNullable(console.readPassword("%s: ", question))
                                .map(String::new);
            }
        };
    }
}
