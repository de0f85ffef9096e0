package dev.crossrun.scim;

import static dev.crossrun.activity.FailureType.INVALID_REQUEST;
import static dev.crossrun.activity.FailureType.NOT_AUTHORIZED;
import static dev.crossrun.activity.FailureType.NOT_FOUND;
import static dev.crossrun.activity.FailureType.THROTTLED;
import static dev.crossrun.activity.FailureType.UNAVAILABLE;
import static dev.crossrun.failure.ErrorCodes.Taken.REFUSED_ANSWER;
import static dev.crossrun.failure.ErrorCodes.of;

import dev.crossrun.failure.ErrorCodes;
import dev.crossrun.failure.ErrorTable;
import java.util.List;

/** What a SCIM endpoint's HTTP status means to the person who gave endpoint and token (RFC 7644, section 3.12). */
public final class ScimErrors {
    public static final ErrorTable TABLE = new ErrorTable(
            "SCIM",
            List.of(
                    of(NOT_AUTHORIZED, "HTTP 401", "HTTP 403")
                            .takenFor(REFUSED_ANSWER)
                            .fixedBy(
                                    "The token is not of this endpoint, has expired or was deleted. Generate another one"
                                            + " in IAM Identity Center."),
                    of(NOT_FOUND, "HTTP 404")
                            .takenFor(REFUSED_ANSWER)
                            .fixedBy("There is no SCIM service at this endpoint. Copy the endpoint again."),
                    of(THROTTLED, "HTTP 429"),
                    of(UNAVAILABLE, "HTTP 500", "HTTP 502", "HTTP 503", "HTTP 504", "(no answer)")),
            ErrorCodes.of(INVALID_REQUEST, "(anything else)")
                    .takenFor(REFUSED_ANSWER)
                    .fixedBy("Copy endpoint and token again from IAM Identity Center."));

    private ScimErrors() {}
}
