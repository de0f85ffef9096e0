package dev.crossrun.api;

import io.dropwizard.request.logging.LogbackAccessRequestLog;
import io.dropwizard.request.logging.RequestLogFactory;
import jakarta.validation.Valid;
import org.eclipse.jetty.server.RequestLog;

/** The chosen request log. Logback does not print its version on standard output first, which would be a line without JSON. */
record QuietRequestLog(@Valid RequestLogFactory<?> chosen) implements RequestLogFactory<RequestLog> {
    @Override
    public boolean isEnabled() {
        return chosen.isEnabled();
    }

    @Override
    public RequestLog build(String name) {
        RequestLog log = chosen.build(name);
        if (log instanceof LogbackAccessRequestLog logback) {
            logback.setQuiet(true);
        }
        return log;
    }
}
