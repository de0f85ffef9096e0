package dev.crossrun.bench.bare;

import io.temporal.activity.ActivityInterface;

/** An activity that does nothing. */
@ActivityInterface
public interface BareActivity {
    /** Returns its argument. */
    String call(String payload);
}
