package dev.crossrun.engine;

import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The step that makes a call, in the call's header: history shows it there, and {@link StepCalls} reads it as the call is
 * scheduled.
 */
final class StepOfCall implements ContextPropagator {
    private static final String HEADER = "crossrun-step";

    private final String step;

    private StepOfCall(String step) {
        this.step = step;
    }

    static ActivityOptions put(ActivityOptions options, String step) {
        return ActivityOptions.newBuilder(options)
                .setContextPropagators(List.of(new StepOfCall(step)))
                .build();
    }

    static Optional<String> of(ActivityOptions options) {
        return Optional.ofNullable(options.getContextPropagators()).stream()
                .flatMap(List::stream)
                .filter(StepOfCall.class::isInstance)
                .map(propagator -> ((StepOfCall) propagator).step)
                .findFirst();
    }

    @Override
    public String getName() {
        return HEADER;
    }

    @Override
    public Object getCurrentContext() {
        return step;
    }

    @Override
    public Map<String, Payload> serializeContext(Object context) {
        return Map.of(HEADER, GlobalDataConverter.get().toPayload(context).orElseThrow());
    }

    @Override
    public Object deserializeContext(Map<String, Payload> header) {
        return GlobalDataConverter.get().fromPayload(header.get(HEADER), String.class, String.class);
    }

    /** Nothing on the other side asks for it. */
    @Override
    public void setCurrentContext(Object context) {}
}
