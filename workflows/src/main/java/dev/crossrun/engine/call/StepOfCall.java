package dev.crossrun.engine.call;

import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.crossrun.activity.CallResult;
import dev.crossrun.run.RunAttributes;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor.ActivityInput;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The step that makes a call, noted in the call's options and sent in its header, where history shows it. The options of an
 * activity have no other place for it; propagators that are named there replace those of the client, so {@link StepCalls} takes
 * the note out again as the call is scheduled.
 */
public final class StepOfCall implements ContextPropagator {
    private final String step;

    private StepOfCall(String step) {
        this.step = step;
    }

    /** The options of a call, with its step. */
    public static ActivityOptions put(ActivityOptions options, String step) {
        List<ContextPropagator> propagators = propagators(options);
        propagators.add(new StepOfCall(step));
        return ActivityOptions.newBuilder(options)
                .setContextPropagators(propagators)
                .build();
    }

    static Optional<String> of(ActivityOptions options) {
        return propagators(options).stream()
                .filter(StepOfCall.class::isInstance)
                .map(propagator -> ((StepOfCall) propagator).step)
                .findFirst();
    }

    /**
     * The same call with the step in its header, and with the propagators that it has without the note. A call with a step
     * returns a {@link CallResult}.
     */
    static <R> ActivityInput<CallResult<R>> inHeader(ActivityInput<R> input, String step) {
        List<ContextPropagator> others = propagators(input.getOptions());
        others.removeIf(StepOfCall.class::isInstance);
        ActivityOptions options = ActivityOptions.newBuilder(input.getOptions())
                .setContextPropagators(others.isEmpty() ? null : others)
                .build();
        Map<String, Payload> header = new HashMap<>(input.getHeader().getValues());
        header.putAll(new StepOfCall(step).serializeContext(step));
        return new ActivityInput<>(
                input.getActivityName(),
                callResult(),
                callResult(input.getResultType()),
                input.getArgs(),
                options,
                new Header(header));
    }

    @SuppressWarnings("unchecked") // a class has no type arguments
    private static <R> Class<CallResult<R>> callResult() {
        return (Class<CallResult<R>>) (Class<?>) CallResult.class;
    }

    private static Type callResult(Type value) {
        TypeFactory types = TypeFactory.defaultInstance();
        return types.constructParametricType(
                CallResult.class, types.constructType(value == void.class ? Void.class : value));
    }

    private static List<ContextPropagator> propagators(ActivityOptions options) {
        return new ArrayList<>(
                Optional.ofNullable(options.getContextPropagators()).orElse(List.of()));
    }

    @Override
    public String getName() {
        return RunAttributes.HEADER_STEP;
    }

    @Override
    public Object getCurrentContext() {
        return step;
    }

    @Override
    public Map<String, Payload> serializeContext(Object context) {
        return Map.of(
                RunAttributes.HEADER_STEP,
                GlobalDataConverter.get().toPayload(context).orElseThrow());
    }

    @Override
    public Object deserializeContext(Map<String, Payload> header) {
        return RunAttributes.step(header).orElseThrow();
    }

    /** Nothing on the other side asks for it. */
    @Override
    public void setCurrentContext(Object context) {}
}
