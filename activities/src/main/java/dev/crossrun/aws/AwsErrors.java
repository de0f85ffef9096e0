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
            "Give the worker an AWS access key that is valid, by the environment or its role, and start it anew.";
    private static final String GONE =
            "Something that an earlier step made or found is not there any more. Put it back,"
                    + " or redo the step that makes it.";
    private static final String THERE_ALREADY =
            "See whose it is by its tag `crossrun:run`. Remove or rename it, then try again.";
    private static final String MORE =
            "Delete what is not needed, or ask AWS to raise the quota in Service Quotas; then try again.";
    private static final String CORRECT =
            "Look at what AWS says is wrong. If it comes from the request, abort and start a"
                    + " run with a corrected one; if from a thing in the account, put that right and try again.";

    public static final ErrorTable TABLE = new ErrorTable(
            "AWS",
            List.of(
                    of(NOT_AUTHORIZED, "AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
                            .mendedBy(PERMIT),
                    of(NOT_AUTHORIZED, "AccessDenied*").mendedBy(PERMIT),
                    of(
                                    NOT_AUTHORIZED,
                                    "UnrecognizedClientException",
                                    "InvalidClientTokenId",
                                    "InvalidAccessKeyId",
                                    "MissingAuthenticationToken",
                                    "MissingAuthenticationTokenException")
                            .mendedBy(KEY),
                    // The JSON protocols name them otherwise than the others do.
                    of(
                                    NOT_AUTHORIZED,
                                    "SignatureDoesNotMatch",
                                    "InvalidSignatureException",
                                    "IncompleteSignature",
                                    "IncompleteSignatureException")
                            .mendedBy(
                                    "Set the clock of the worker's machine right: AWS refuses signatures that are more"
                                            + " than five minutes off. If it is right, correct the worker's AWS secret access"
                                            + " key and start it anew. Then try again."),
                    of(NOT_AUTHORIZED, "OptInRequired")
                            .mendedBy("Enable the Region or sign the account up for the service, then try again."),
                    of(NOT_AUTHORIZED, "RegionDisabledException")
                            .mendedBy("Activate STS for that Region in the account (IAM console, *Account settings*),"
                                    + " then try again."),
                    of(NOT_AUTHORIZED, NO_CREDENTIALS)
                            .mendedBy(
                                    "Give the worker AWS credentials by the environment, a profile or a role, and start"
                                            + " it anew."),
                    of(NOT_FOUND, "NoSuchEntity", "ResourceNotFoundException")
                            .takenFor(ABSENT, NOT_YET)
                            .mendedBy(GONE),
                    of(NOT_FOUND, OrganizationsActivities.UNKNOWN_ACCOUNT)
                            .mendedBy("Correct the account id, or have the account join the organization."),
                    of(NOT_FOUND, OrganizationsActivities.NO_ORGANIZATION)
                            .mendedBy("Use the organization's management account or its delegated administrator: the"
                                    + " account that was asked is in no organization."),
                    of(CONFLICT, "EntityAlreadyExists", "DuplicateResourceException")
                            .takenFor(THERE)
                            .mendedBy(THERE_ALREADY),
                    of(CONFLICT, "ConflictException", "ResourceConflictException")
                            .takenFor(THERE, BEING_CHANGED)
                            .mendedBy("See what is there already or being changed by somebody else; wait or put it"
                                    + " right, then try again."),
                    of(CONFLICT, "InvalidRequestException")
                            .saying("Instance alias is already used")
                            .takenFor(NOT_YET)
                            .mendedBy(
                                    "The alias is taken, perhaps by another company: it is unique over all accounts. If its"
                                            + " instance was deleted a moment ago, try again in some minutes. Else abort, and start a"
                                            + " run with another `connect.instanceAlias`."),
                    of(CONFLICT, "DeleteConflict")
                            .takenFor(IN_USE)
                            .mendedBy("Detach or remove what still hangs on it, then try again."),
                    of(QUOTA_EXCEEDED, "ServiceQuotaExceededException")
                            .saying(ConnectActivities.TOO_OFTEN_SAYING)
                            .mendedBy(
                                    "Wait: Connect allows 100 creations and deletions of instances together in 30 days,"
                                            + " and no quota request raises that."),
                    // A hard limit, although Connect answers it with HTTP 429 and IAM with 409.
                    of(QUOTA_EXCEEDED, "LimitExceeded", "LimitExceededException", "ServiceQuotaExceededException")
                            .mendedBy(MORE),
                    of(INVALID_REQUEST, IdentityCenterActivities.REFUSED_KIND)
                            .saying(IdentityCenterActivities.REFUSED_KIND_SAYING)
                            .takenFor(BY_A_PERSON)
                            .mendedBy("Do it in the console: the API does not take this kind of application."),
                    // A principal that was made a moment ago is not known where trust policies are checked.
                    of(NOT_READY, IamActivities.MALFORMED).saying("Invalid principal"),
                    of(INVALID_REQUEST, IamActivities.MALFORMED)
                            .mendedBy(
                                    "Look at what IAM says is wrong with the policy document, and at the names, accounts"
                                            + " and Regions in it."),
                    of(INVALID_REQUEST, "UnmodifiableEntity")
                            .mendedBy("It belongs to an AWS service, which alone may change it: abort, and start a run"
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
                            .mendedBy(CORRECT),
                    of(
                            THROTTLED,
                            "Throttling",
                            "ThrottlingException",
                            "ThrottledException",
                            "Throttl*",
                            "RequestThrottled",
                            "RequestLimitExceeded",
                            "TooManyRequestsException"),
                    // The role is assumed anew for the next attempt (RoleCredentials).
                    of(UNAVAILABLE, "ExpiredToken", "ExpiredTokenException", "RequestExpired")
                            .mendedBy("Set the clock of the worker's machine right. If it is right, give the worker"
                                    + " credentials of its own that have not expired, and start it anew. Then try"
                                    + " again."),
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
                            .mendedBy("See whether the worker reaches AWS: network, proxy, `endpointOverride` in"
                                    + " worker.yml."),
                    of(INVALID_REQUEST, "HTTP 400").mendedBy(CORRECT),
                    of(NOT_AUTHORIZED, "HTTP 401", "HTTP 403").mendedBy(PERMIT),
                    of(QUOTA_EXCEEDED, "HTTP 402").mendedBy(MORE),
                    of(NOT_FOUND, "HTTP 404").takenFor(ABSENT).mendedBy(GONE),
                    of(CONFLICT, "HTTP 409").takenFor(THERE).mendedBy(THERE_ALREADY),
                    of(THROTTLED, "HTTP 429")),
            ErrorCodes.of(UNAVAILABLE, "(anything else)"));

    private AwsErrors() {}
}
