package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.RawAnswer;
import dev.crossrun.simulator.service.Service;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.wire.Protocol.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** In which words each service of AWS refuses. */
final class AwsFaults {
    private final Service service;
    private final ServiceCall call;
    private final Protocol protocol;

    AwsFaults(Service service, ServiceCall call, Protocol protocol) {
        this.service = service;
        this.call = call;
        this.protocol = protocol;
    }

    ServiceError refusal(InjectedFault fault) {
        return switch (fault.kind()) {
            case THROTTLED -> throttled();
            case SERVER_ERROR -> serverError();
            case ACCESS_DENIED -> denied(fault.text());
            case EXPIRED_CREDENTIALS ->
                protocol.refusal(Refusal.EXPIRED_TOKEN, "The security token included in the request is expired");
            case QUOTA -> quota(fault.operation());
            case CLOCK_SKEW -> skewed(fault.length());
            case RAW_ANSWER -> {
                RawAnswer raw = fault.answer().orElseThrow();
                yield new ServiceError(raw.status(), raw.code(), raw.message());
            }
            default -> throw new IllegalStateException(fault.kind() + " is no refusal");
        };
    }

    private ServiceError throttled() {
        return switch (service.actionPrefix()) {
            case "iam", "sts" -> new ServiceError(400, "Throttling", "Rate exceeded");
            case "organizations", "servicequotas" -> new ServiceError(400, "TooManyRequestsException", "Rate exceeded");
            case "connect" -> new ServiceError(429, "TooManyRequestsException", "Too Many Requests");
            default -> new ServiceError(400, "ThrottlingException", "Rate exceeded");
        };
    }

    private ServiceError serverError() {
        String unknown = "The request processing has failed because of an unknown error, exception or failure.";
        return switch (service.actionPrefix()) {
            case "iam" -> new ServiceError(500, "ServiceFailure", unknown);
            case "organizations", "servicequotas" -> new ServiceError(500, "ServiceException", unknown);
            case "connect" ->
                new ServiceError(500, "InternalServiceException", "Request processing failed due to an error");
            case "sso", "identitystore" -> new ServiceError(500, "InternalServerException", unknown);
            default -> new ServiceError(500, "InternalFailure", unknown);
        };
    }

    /** What is said when no policy of the caller allows the operation, or another one that it takes as well. */
    private ServiceError denied(Optional<String> other) {
        String own = service.actionPrefix() + ":" + call.operation();
        String action = other.orElse(own);
        String resource = action.equals(own)
                ? service.resource(call)
                : service.resources(call, action).get(0);
        return Authorizer.denied(call.caller(), action, resource, protocol);
    }

    private ServiceError quota(String operation) {
        return switch (operation) {
            case "iam:CreateRole" -> quota(409, "LimitExceeded", "Cannot exceed quota for RolesPerAccount: 1000");
            case "iam:CreatePolicy" -> quota(409, "LimitExceeded", "Cannot exceed quota for PoliciesPerAccount: 1500");
            case "iam:CreateSAMLProvider" ->
                quota(409, "LimitExceeded", "Cannot exceed quota for SAMLProvidersPerAccount: 100");
            case "iam:AttachRolePolicy" -> quota(409, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10");
            case "connect:CreateInstance" ->
                quota(402, "ServiceQuotaExceededException", "Quota of instances per account exceeded");
            case "connect:CreateUser" -> quota(429, "LimitExceededException", "Quota of users per instance exceeded");
            default -> anyQuota();
        };
    }

    private ServiceError anyQuota() {
        return switch (service.actionPrefix()) {
            case "iam", "sts" -> quota(409, "LimitExceeded", "Cannot exceed quota");
            case "connect" -> quota(402, "ServiceQuotaExceededException", "The service quota has been exceeded");
            case "organizations" -> quota(400, "ConstraintViolationException", "You have exceeded a limit");
            case "servicequotas" -> quota(400, "QuotaExceededException", "You have exceeded your service quota");
            default -> quota(400, "ServiceQuotaExceededException", "You have exceeded a service quota");
        };
    }

    private static ServiceError quota(int status, String code, String message) {
        return new ServiceError(status, code, message);
    }

    /** The caller signed with a clock that is late. */
    private ServiceError skewed(Duration late) {
        Instant now = call.world().now();
        return Authenticator.expired(protocol, now.minus(late), now);
    }
}
