package dev.crossrun.simulator.wire;

/** A part of the simulator that answers some of the requests: the services' APIs, or the consoles. */
public interface Surface {
    boolean serves(HttpCall call);

    HttpReply handle(HttpCall call);
}
