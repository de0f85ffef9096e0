package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.service.Service;
import java.util.Optional;

/**
 * A service as clients reach it.
 *
 * @param signingName the service in the credential scope
 * @param globalRegion the only region of a service without regional endpoints, in which CloudTrail records it too
 */
record Api(String signingName, String eventSource, Protocol protocol, Service service, Optional<String> globalRegion) {
    static Api regional(String signingName, Protocol protocol, Service service) {
        return new Api(signingName, signingName + ".amazonaws.com", protocol, service, Optional.empty());
    }

    static Api global(String signingName, Protocol protocol, Service service) {
        return new Api(signingName, signingName + ".amazonaws.com", protocol, service, Optional.of("us-east-1"));
    }
}
