package dev.crossrun.simulator.fault;

import java.util.Map;

/**
 * A refusal in a vendor's literal words. The protocol of the call gives it its form: SCIM has no code, the token endpoint calls
 * it {@code error}.
 *
 * @param status the HTTP status, 400 to 599
 * @param headers HTTP headers of the answer, as well as the protocol's own, which they replace
 * @param code the error code
 * @param message the error message
 */
public record RawAnswer(int status, Map<String, String> headers, String code, String message) {
    public RawAnswer {
        headers = Map.copyOf(headers);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status of an answer is 400 to 599, not " + status);
        }
    }
}
