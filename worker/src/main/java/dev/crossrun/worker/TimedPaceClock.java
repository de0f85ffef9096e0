package dev.crossrun.worker;

import dev.crossrun.pace.PaceClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** A clock that counts how long calls wait so that a provider's quota is kept. */
public final class TimedPaceClock implements PaceClock {
    private final PaceClock clock;
    private final Timer waits;

    /** {@code provider} is a label of the metric, such as {@code AWS}. */
    public TimedPaceClock(PaceClock clock, MeterRegistry metrics, String provider) {
        this.clock = clock;
        this.waits = metrics.timer("crossrun.quota.wait", "provider", provider);
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        clock.sleep(time);
        waits.record(time);
    }
}
