package dev.crossrun.simulator.page;

import dev.crossrun.simulator.wire.HttpCall;

/** Whether a form came from a page of this very address. */
public final class Origins {
    private Origins() {}

    /**
     * Whether a request was not sent by a page of another site. Every browser names the origin of a posted form; a client
     * that is no browser sends no origin.
     */
    public static boolean isOwn(HttpCall call) {
        return call.header("Origin").map(origin -> origin.equals(call.origin())).orElse(true);
    }
}
