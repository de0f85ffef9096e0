package dev.crossrun.cli;

import java.net.URI;

/** Nothing answered where the API should be. */
public final class ApiUnreachable extends RuntimeException {
    ApiUnreachable(URI address, Throwable cause) {
        super(
                "Nothing answers at " + address + ": start an API (crossrun up, or crossrun api), or say where it is by"
                        + " --api",
                cause);
    }
}
