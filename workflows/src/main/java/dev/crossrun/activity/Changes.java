package dev.crossrun.activity;

import dev.crossrun.run.effect.ProviderCall;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls by which an activity changes something at a provider. The clients of providers note them on the thread of the
 * activity, and the result of the activity carries them to the run: see {@link CallResult}.
 */
public final class Changes {
    private static final ThreadLocal<List<ProviderCall>> OF_THREAD = ThreadLocal.withInitial(ArrayList::new);

    private Changes() {}

    public static void note(ProviderCall call) {
        OF_THREAD.get().add(call);
    }

    /** Those that this thread has noted since it was last asked. */
    public static List<ProviderCall> take() {
        List<ProviderCall> noted = List.copyOf(OF_THREAD.get());
        OF_THREAD.remove();
        return noted;
    }
}
