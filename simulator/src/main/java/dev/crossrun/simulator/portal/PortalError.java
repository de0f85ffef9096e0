package dev.crossrun.simulator.portal;

import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.RawAnswer;

/**
 * A refusal of the portal's API (IAM Identity Center Portal API reference, errors of GetRoleCredentials). That nothing is
 * assigned is a {@code ForbiddenException}, which the reference does not name (aws/aws-sam-cli, issue 2129).
 */
final class PortalError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    PortalError(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static PortalError unauthorized() {
        return new PortalError(401, "UnauthorizedException", "Session token not found or invalid");
    }

    static PortalError forbidden() {
        return new PortalError(403, "ForbiddenException", "No access");
    }

    static PortalError invalid(String message) {
        return new PortalError(400, "InvalidRequestException", message);
    }

    static PortalError of(InjectedFault fault) {
        return switch (fault.kind()) {
            case THROTTLED, QUOTA -> new PortalError(429, "TooManyRequestsException", "HTTP 429 Unknown Code");
            case SERVER_ERROR -> new PortalError(500, "InternalServerException", "Internal server error");
            case ACCESS_DENIED -> forbidden();
            case EXPIRED_CREDENTIALS, CLOCK_SKEW -> unauthorized();
            case RAW_ANSWER -> {
                RawAnswer raw = fault.answer().orElseThrow();
                yield new PortalError(raw.status(), raw.code(), raw.message());
            }
            default -> throw new IllegalStateException(fault.kind() + " is no refusal");
        };
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
