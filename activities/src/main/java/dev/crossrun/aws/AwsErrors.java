package dev.crossrun.aws;

import static dev.crossrun.activity.FailureType.CONFLICT;
import static dev.crossrun.activity.FailureType.INVALID_REQUEST;
import static dev.crossrun.activity.FailureType.NOT_AUTHORIZED;
import static dev.crossrun.activity.FailureType.NOT_FOUND;
import static dev.crossrun.activity.FailureType.NOT_READY;
import static dev.crossrun.activity.FailureType.QUOTA_EXCEEDED;
import static dev.crossrun.activity.FailureType.THROTTLED;
import static dev.crossrun.activity.FailureType.UNAVAILABLE;
import static dev.crossrun.failure.ErrorCodes.Taken.ABSENT;
import static dev.crossrun.failure.ErrorCodes.Taken.BEING_CHANGED;
import static dev.crossrun.failure.ErrorCodes.Taken.BY_A_PERSON;
import static dev.crossrun.failure.ErrorCodes.Taken.IN_USE;
import static dev.crossrun.failure.ErrorCodes.Taken.NOT_YET;
import static dev.crossrun.failure.ErrorCodes.Taken.THERE;
import static dev.crossrun.failure.ErrorCodes.of;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.IamActivities;
import dev.crossrun.activity.IdentityCenterActivities;
import dev.crossrun.activity.OrganizationsActivities;
import dev.crossrun.failure.ErrorCodes;
import dev.crossrun.failure.ErrorTable;
import java.util.List;

/** What AWS's error codes mean (error pages of the API references; user guides). */
public final class AwsErrors {
    static final String NO_CREDENTIALS = "(no credentials)";
    static final String NO_ANSWER = "(no answer)";

    private static final String PERMIT =
            "Allow the call to the worker's role in that account; what the role needs is in"
                    + " `examples/iam`. Then try again.";
    private static final String KEY =
            "Give the worker an AWS access key that is valid, by the environment or its role, and restart it.";
    private static final String GONE = "Something that an earlier step created or found no longer exists. Restore it,"
            + " or redo the step that creates it.";
    private static final String THERE_ALREADY =
            "Its tag `crossrun:run` shows which run owns it. Delete or rename it, then try again.";
    private static final String MORE =
            "Delete what is not needed, or ask AWS to raise the quota in Service Quotas; then try again.";
    private static final String CORRECT =
            "AWS's message says what is wrong. If the request is wrong, abort and start a run with a corrected"
                    + " request. If a resource in the account is wrong, correct it and try again.";

    public static final ErrorTable TABLE = new ErrorTable(
            "AWS",
            List.of(
                    of(NOT_AUTHORIZED, "AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
                            .fixedBy(PERMIT),
                    of(NOT_AUTHORIZED, "AccessDenied*").fixedBy(PERMIT),
                    of(
                                    NOT_AUTHORIZED,
                                    "UnrecognizedClientException",
                                    "InvalidClientTokenId",
                                    "InvalidAccessKeyId",
                                    "MissingAuthenticationToken",
                                    "MissingAuthenticationTokenException")
                            .fixedBy(KEY),
                    // The JSON protocols name them otherwise than the others do.
                    of(
                                    NOT_AUTHORIZED,
                                    "SignatureDoesNotMatch",
                                    "InvalidSignatureException",
                                    "IncompleteSignature",
                                    "IncompleteSignatureException")
                            .fixedBy("Set the clock of the worker's machine: AWS refuses signatures that are more than"
                                    + " five minutes off. If the clock is right, correct the worker's AWS secret access"
                                    + " key and restart the worker. Then try again."),
                    of(NOT_AUTHORIZED, "OptInRequired")
                            .fixedBy("Enable the Region or sign the account up for the service, then try again."),
                    of(NOT_AUTHORIZED, "RegionDisabledException")
                            .fixedBy("Activate STS for that Region in the account (IAM console, *Account settings*),"
                                    + " then try again."),
                    of(NOT_AUTHORIZED, NO_CREDENTIALS)
                            .fixedBy("Give the worker AWS credentials by the environment, a profile or a role, and"
                                    + " restart it."),
                    of(NOT_FOUND, "NoSuchEntity", "ResourceNotFoundException")
                            .takenFor(ABSENT, NOT_YET)
                            .fixedBy(GONE),
                    of(NOT_FOUND, OrganizationsActivities.UNKNOWN_ACCOUNT)
                            .fixedBy("Correct the account id, or have the account join the organization."),
                    of(NOT_FOUND, OrganizationsActivities.NO_ORGANIZATION)
                            .fixedBy("Use the organization's management account or its delegated administrator: the"
                                    + " account that was asked is in no organization."),
                    of(CONFLICT, "EntityAlreadyExists", "DuplicateResourceException")
                            .takenFor(THERE)
                            .fixedBy(THERE_ALREADY),
                    of(CONFLICT, "ConflictException", "ResourceConflictException")
                            .takenFor(THERE, BEING_CHANGED)
                            .fixedBy("Something else exists already, or is being changed by somebody else. Wait, or"
                                    + " correct it, then try again."),
                    of(CONFLICT, "InvalidRequestException")
                            .saying(ConnectActivities.ALIAS_TAKEN_SAYING)
                            .takenFor(NOT_YET)
                            .fixedBy(
                                    "The alias is taken, perhaps by another company: it is unique over all AWS accounts. If its"
                                            + " instance was deleted a short time ago, try again in a few minutes."),
                    of(CONFLICT, "DeleteConflict")
                            .takenFor(IN_USE)
                            .fixedBy("Detach or remove what is still attached to it, then try again."),
                    of(QUOTA_EXCEEDED, "ServiceQuotaExceededException")
                            .saying(ConnectActivities.TOO_OFTEN_SAYING)
                            .fixedBy(
                                    "Wait: Connect allows 100 creations and deletions of instances together in 30 days,"
                                            + " and no quota request raises that."),
                    // A hard limit, although Connect answers it with HTTP 429 and IAM with 409.
                    of(QUOTA_EXCEEDED, "LimitExceeded", "LimitExceededException", "ServiceQuotaExceededException")
                            .fixedBy(MORE),
                    of(INVALID_REQUEST, IdentityCenterActivities.REFUSED_KIND)
                            .saying(IdentityCenterActivities.REFUSED_KIND_SAYING)
                            .takenFor(BY_A_PERSON)
                            .fixedBy("Do it in the console: the API does not take this kind of application."),
                    // A principal that was made a moment ago is not known where trust policies are checked.
                    of(NOT_READY, IamActivities.MALFORMED).saying("Invalid principal"),
                    of(INVALID_REQUEST, IamActivities.MALFORMED)
                            .fixedBy(
                                    "IAM's message says what is wrong with the policy document. Check the names, accounts"
                                            + " and Regions in it."),
                    of(INVALID_REQUEST, "UnmodifiableEntity")
                            .fixedBy(
                                    "It belongs to an AWS service, and only that service may change it. Abort, and start a run"
                                            + " with another name."),
                    of(
                                    INVALID_REQUEST,
                                    "ValidationError",
                                    "ValidationException",
                                    "InvalidInput",
                                    "InvalidInputException",
                                    "InvalidRequestException",
                                    "InvalidParameterException",
                                    "InvalidParameterValue")
                            .fixedBy(CORRECT),
                    of(
                            THROTTLED,
                            "Throttling",
                            "ThrottlingException",
                            "ThrottledException",
                            "Throttl*",
                            "RequestThrottled",
                            "RequestLimitExceeded",
                            "TooManyRequestsException"),
                    // The next attempt assumes the role again (RoleCredentials).
                    of(UNAVAILABLE, "ExpiredToken", "ExpiredTokenException", "RequestExpired")
                            .fixedBy("Set the clock of the worker's machine. If the clock is right, give the worker"
                                    + " credentials of its own that have not expired, and restart it. Then try again."),
                    // Two changes at once: IAM and Organizations ask the caller to try again.
                    of(
                            UNAVAILABLE,
                            "ConcurrentModification",
                            "ConcurrentModificationException",
                            "EntityTemporarilyUnmodifiable"),
                    of(
                            UNAVAILABLE,
                            "ServiceFailure",
                            "ServiceUnavailable",
                            "ServiceUnavailableException",
                            "ServiceException",
                            "InternalFailure",
                            "InternalServiceException",
                            "InternalServerException",
                            "PolicyEvaluation"),
                    of(UNAVAILABLE, NO_ANSWER)
                            .fixedBy("Check whether the worker reaches AWS: network, proxy, `endpointOverride` in"
                                    + " worker.yml."),
                    of(INVALID_REQUEST, "HTTP 400").fixedBy(CORRECT),
                    of(NOT_AUTHORIZED, "HTTP 401", "HTTP 403").fixedBy(PERMIT),
                    of(QUOTA_EXCEEDED, "HTTP 402").fixedBy(MORE),
                    of(NOT_FOUND, "HTTP 404").takenFor(ABSENT).fixedBy(GONE),
                    of(CONFLICT, "HTTP 409").takenFor(THERE).fixedBy(THERE_ALREADY),
                    of(THROTTLED, "HTTP 429")),
            ErrorCodes.of(UNAVAILABLE, "(anything else)"));

    private AwsErrors() {}
}
