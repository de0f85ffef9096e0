package dev.crossrun.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.exporter.common.TextFormat;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import java.time.Duration;
import java.util.stream.Stream;

/** The metrics of a process in the form that Prometheus scrapes: the JVM's, the Temporal SDK's, and what is added. */
public final class ProcessMetrics implements AutoCloseable {
    /** The media type of {@link #scrape}: Prometheus' text format 0.0.4. */
    public static final String MEDIA_TYPE = TextFormat.CONTENT_TYPE_004;

    /** Upper bounds of the buckets of every timer: from a call of Temporal to a step that waits for a person. */
    private static final double[] BUCKETS = Stream.of(
                    "PT0.01S", "PT0.1S", "PT1S", "PT10S", "PT1M", "PT10M", "PT1H", "PT24H")
            .mapToDouble(limit -> Duration.parse(limit).toNanos())
            .toArray();

    private static final int REPORT_SECONDS = 1;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Scope scope;

    public ProcessMetrics() {
        registry.config().meterFilter(new FewBuckets());
        new ClassLoaderMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        scope = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(registry))
                .reportEvery(com.uber.m3.util.Duration.ofSeconds(REPORT_SECONDS));
    }

    /** What a Temporal client gets: the SDK reports here, and workflow and activity code by it. */
    public Scope scope() {
        return scope;
    }

    public MeterRegistry registry() {
        return registry;
    }

    /** Adds metrics that are computed when they are scraped. */
    public void add(Collector collector) {
        registry.getPrometheusRegistry().register(collector);
    }

    /** All metrics as text. Counters of the Temporal SDK and of workflows are up to a second old. */
    public String scrape() {
        return registry.scrape(TextFormat.CONTENT_TYPE_004);
    }

    @Override
    public void close() {
        collections.close();
        try {
            scope.close();
        } catch (ScopeCloseException e) {
            throw new IllegalStateException("The metrics do not close", e);
        }
    }

    /** The SDK's reporter asks for about 70 buckets of each timer, up to 30 seconds. */
    private static final class FewBuckets implements MeterFilter {
        @Override
        public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
            return id.getType() == Meter.Type.TIMER
                    ? DistributionStatisticConfig.builder()
                            .percentilesHistogram(false)
                            .serviceLevelObjectives(BUCKETS)
                            .build()
                            .merge(config)
                    : config;
        }
    }
}
