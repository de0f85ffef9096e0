package dev.crossrun.api;

import dev.crossrun.temporal.ProcessMetrics;
import io.dropwizard.core.setup.Environment;
import io.prometheus.client.dropwizard.DropwizardExports;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /metrics} on the admin port, for Prometheus: it stands before the servlet of that name that Dropwizard brings. */
final class MetricsServlet extends HttpServlet {
    private final transient ProcessMetrics metrics;

    private MetricsServlet(ProcessMetrics metrics) {
        this.metrics = metrics;
    }

    /** Serves {@code metrics} with Dropwizard's own. */
    static void add(Environment environment, ProcessMetrics metrics) {
        // The JVM's are there already.
        metrics.add(new DropwizardExports(environment.metrics(), (name, metric) -> !name.startsWith("jvm.")));
        environment
                .admin()
                .addServlet("prometheus", new MetricsServlet(metrics))
                .addMapping("/metrics");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType(ProcessMetrics.MEDIA_TYPE);
        response.getWriter().write(metrics.scrape());
    }
}
