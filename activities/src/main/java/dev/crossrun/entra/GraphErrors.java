package dev.crossrun.entra;

import static dev.crossrun.activity.FailureType.CONFLICT;
import static dev.crossrun.activity.FailureType.INVALID_REQUEST;
import static dev.crossrun.activity.FailureType.NOT_AUTHORIZED;
import static dev.crossrun.activity.FailureType.NOT_FOUND;
import static dev.crossrun.activity.FailureType.QUOTA_EXCEEDED;
import static dev.crossrun.activity.FailureType.THROTTLED;
import static dev.crossrun.activity.FailureType.UNAVAILABLE;
import static dev.crossrun.failure.ErrorCodes.Taken.ABSENT;
import static dev.crossrun.failure.ErrorCodes.Taken.BY_A_PERSON;
import static dev.crossrun.failure.ErrorCodes.Taken.NOT_YET;
import static dev.crossrun.failure.ErrorCodes.Taken.THERE;
import static dev.crossrun.failure.ErrorCodes.of;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.failure.ErrorCodes;
import dev.crossrun.failure.ErrorTable;
import java.util.List;

/**
 * What the error codes of Microsoft Graph mean (Graph reference, "Microsoft Graph error responses and resource types"), and
 * those of the sign-in to it (Microsoft identity platform, "Authentication and authorization error codes").
 */
public final class GraphErrors {
    static final String NO_TOKEN = "(no token)";
    static final String NO_ANSWER = "(no answer)";

    /** If the operation knows which permission is missing, that one is named instead. */
    static final String PERMIT =
            "Grant the worker's application the missing application permission of Microsoft Graph and"
                    + " have an administrator consent to it; then try again.";

    private static final String SECRET =
            "Give the worker a client secret or certificate of its application that is valid,"
                    + " under `entra.tenants` in worker.yml, and restart it.";
    private static final String APPLICATION =
            "Correct the tenant id or `clientId` under `entra.tenants` in worker.yml, or"
                    + " have the tenant's administrator consent to the worker's application.";
    private static final String GONE =
            "Something that an earlier step created or found is no longer in the tenant. Restore it (a deleted"
                    + " application can be restored for 30 days), or redo the step that creates it.";
    private static final String CORRECT =
            "Graph's message says what is wrong. If the request is wrong, abort and start a run with a corrected"
                    + " request. If an object in the tenant is wrong, correct it and try again.";
    private static final String APART =
            "Find what in the tenant has the same name or identifier, and who uses it. Abort, and start a run with another"
                    + " name. If nobody uses the other one, rename it and try again.";
    private static final String REPLICATING =
            "Graph does not show everywhere yet what was created a moment ago. Wait a few minutes, then try again. If it"
                    + " stays so, check in the Microsoft Entra admin center that the application, its service principal and"
                    + " the user or group are still there.";

    private static final String IDENTIFIED =
            "Another application of the tenant has this identifier, perhaps a deleted one: Entra keeps those for 30 days."
                    + " Delete the deleted one for good and try again. If people sign in through the other one, leave it"
                    + " as it is.";

    public static final ErrorTable TABLE = new ErrorTable(
            "Microsoft Graph",
            List.of(
                    of(NOT_AUTHORIZED, EntraActivities.NOT_GRANTED)
                            .takenFor(BY_A_PERSON)
                            .fixedBy(PERMIT),
                    of(NOT_AUTHORIZED, "Authentication_MSGraphPermissionMissing")
                            .fixedBy(PERMIT),
                    of(NOT_AUTHORIZED, "Authentication_RequestFromNonPremiumTenantOrB2CTenant")
                            .fixedBy(
                                    "Graph returns the sign-in log only of a tenant with a Microsoft Entra ID P1 or P2 license."),
                    of(NOT_AUTHORIZED, "Authorization_IdentityNotFound").fixedBy(APPLICATION),
                    of(UNAVAILABLE, "InvalidAuthenticationToken")
                            .saying("the token is expired")
                            .fixedBy(
                                    "Check the clock of the worker's machine: Graph says that the token has expired, and"
                                            + " the worker believes that it is valid."),
                    of(NOT_AUTHORIZED, "InvalidAuthenticationToken").fixedBy(SECRET),
                    of(NOT_AUTHORIZED, "AADSTS7000215", "AADSTS7000222", "AADSTS700027")
                            .fixedBy(SECRET),
                    of(NOT_AUTHORIZED, "AADSTS700016", "AADSTS90002").fixedBy(APPLICATION),
                    of(NOT_AUTHORIZED, NO_TOKEN)
                            .fixedBy("Check the worker's credentials for the tenant under `entra.tenants` in"
                                    + " worker.yml."),
                    of(NOT_FOUND, "Request_ResourceNotFound", "ResourceNotFound")
                            .takenFor(ABSENT, NOT_YET)
                            .fixedBy(GONE),
                    of(QUOTA_EXCEEDED, "Directory_QuotaExceeded")
                            .fixedBy("The tenant, or the worker's application in it, may have no more objects. Delete"
                                    + " what is not needed (deleted objects count until they are deleted permanently), or"
                                    + " ask Microsoft for more. Then try again."),
                    of(CONFLICT, "Request_MultipleObjectsWithSameKeyValue")
                            .saying("EntitlementGrant entry already exists")
                            .takenFor(THERE)
                            .fixedBy("Nothing to do: it is assigned already."),
                    of(CONFLICT, "Request_MultipleObjectsWithSameKeyValue").fixedBy(APART),
                    of(INVALID_REQUEST, "Request_BadRequest")
                            .saying("already exists on the object")
                            .takenFor(THERE)
                            .fixedBy("Nothing to do: it has this value already."),
                    of(CONFLICT, "Request_BadRequest")
                            .saying(EntraActivities.IDENTIFIER_TAKEN_SAYING)
                            .fixedBy(IDENTIFIED),
                    of(INVALID_REQUEST, "Request_BadRequest")
                            .saying("Not a valid reference update")
                            .takenFor(NOT_YET)
                            .fixedBy(REPLICATING),
                    of(INVALID_REQUEST, "Request_BadRequest")
                            .saying("Permission being assigned was not found on application")
                            .takenFor(NOT_YET)
                            .fixedBy(REPLICATING),
                    of(INVALID_REQUEST, "Request_BadRequest")
                            .saying("does not exist or one of its queried reference-property objects are not present")
                            .takenFor(NOT_YET)
                            .fixedBy(REPLICATING),
                    of(INVALID_REQUEST, "Request_BadRequest").fixedBy(CORRECT),
                    of(INVALID_REQUEST, EntraActivities.LIFETIME_REFUSED)
                            .fixedBy(
                                    "The tenant's app management policy allows certificates for a shorter time only. Add a"
                                            + " certificate by hand (*Single sign-on* → *SAML Certificates* → *Edit* → *New Certificate*)"
                                            + " and try again: it is used if it is valid for another 30 days. Or have the application"
                                            + " exempted from the policy."),
                    of(INVALID_REQUEST, "CredentialTypeNotAllowedAsPerAppPolicy")
                            .fixedBy(
                                    "The tenant's app management policy allows no such credential. Have the application"
                                            + " exempted from the policy, then try again."),
                    of(INVALID_REQUEST, EntraActivities.CREDENTIALS_REFUSED)
                            .fixedBy("Entra cannot use SCIM endpoint and token: generate another token in IAM Identity"
                                    + " Center."),
                    of(THROTTLED, "TooManyRequests"),
                    of(
                            UNAVAILABLE,
                            "ServiceUnavailable",
                            "Directory_ConcurrencyViolation",
                            "Directory_ExpiredPageToken"),
                    of(UNAVAILABLE, NO_ANSWER)
                            .fixedBy("Check whether the worker reaches Graph: network, proxy, `graphEndpoint` and"
                                    + " `authorityHost` in worker.yml."),
                    of(INVALID_REQUEST, "HTTP 400").fixedBy(CORRECT),
                    of(NOT_AUTHORIZED, "HTTP 401", "HTTP 403").fixedBy(PERMIT),
                    of(NOT_FOUND, "HTTP 404").takenFor(ABSENT, NOT_YET).fixedBy(GONE),
                    of(CONFLICT, "HTTP 409").fixedBy(APART),
                    of(THROTTLED, "HTTP 429")),
            ErrorCodes.of(UNAVAILABLE, "(anything else)"));

    private GraphErrors() {}
}
