package dev.crossrun.standalone;

import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log of a program that people work beside: one line for each warning, without stack traces. */
public final class TerminalLog {
    private TerminalLog() {}

    /** Configures this JVM's log; to call before anything logs. */
    public static void configure() {
        System.setProperty("logback.configurationFile", "logback-terminal.xml");
        // Jersey logs by java.util.logging.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }
}
