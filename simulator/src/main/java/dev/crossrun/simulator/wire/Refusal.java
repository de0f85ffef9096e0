package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.service.ServiceError;

/** Refusals that come before any service has seen the call; JSON and Query services name them differently. */
enum Refusal {
    MISSING_TOKEN("MissingAuthenticationTokenException", "MissingAuthenticationToken", "Missing Authentication Token"),
    UNKNOWN_KEY(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "The security token included in the request is invalid."),
    EXPIRED_TOKEN("ExpiredTokenException", "ExpiredToken", "The security token included in the request is expired"),
    BAD_SIGNATURE(
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret"
                    + " Access Key and signing method. Consult the service documentation for details."),
    BAD_REGION("InvalidSignatureException", "SignatureDoesNotMatch", "Credential should be scoped to a valid region."),
    ACCESS_DENIED("AccessDeniedException", "AccessDenied", "Access denied"),
    UNKNOWN_OPERATION("UnknownOperationException", "InvalidAction", "The operation is not known");

    private final String jsonCode;
    private final String queryCode;
    private final String message;

    Refusal(String jsonCode, String queryCode, String message) {
        this.jsonCode = jsonCode;
        this.queryCode = queryCode;
        this.message = message;
    }

    ServiceError in(Protocol protocol) {
        return in(protocol, message);
    }

    ServiceError in(Protocol protocol, String text) {
        int status = this == UNKNOWN_OPERATION ? 400 : protocol.refusalStatus();
        return new ServiceError(status, protocol.isQuery() ? queryCode : jsonCode, text);
    }
}
