package dev.crossrun.standalone;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Hears all that this JVM logs, and keeps what shows a secret. */
final class LeakingLogs extends AppenderBase<ILoggingEvent> {
    private static final LeakingLogs HEARD = new LeakingLogs();

    private final Map<String, Queue<String>> leaks = new ConcurrentHashMap<>();

    static {
        HEARD.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(HEARD);
    }

    /** From now on. */
    static void watch(String secret) {
        HEARD.leaks.putIfAbsent(secret, new ConcurrentLinkedQueue<>());
    }

    /** What was logged with this secret since it is watched. */
    static List<String> of(String secret) {
        return List.copyOf(HEARD.leaks.getOrDefault(secret, new ConcurrentLinkedQueue<>()));
    }

    @Override
    protected void append(ILoggingEvent event) {
        String text = event.getLoggerName() + ": " + event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
        leaks.forEach((secret, shown) -> {
            if (text.contains(secret)) {
                shown.add(text);
            }
        });
    }
}
