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

/** What a SCIM endpoint's HTTP status means to whoever handed in endpoint and token (RFC 7644, section 3.12). */
public final class ScimErrors {
    public static final ErrorTable TABLE = new ErrorTable(
            "SCIM",
            List.of(
                    of(NOT_AUTHORIZED, "HTTP 401", "HTTP 403")
                            .takenFor(REFUSED_ANSWER)
                            .mendedBy("It is not the token of this endpoint, or it has expired or was deleted. Generate"
                                    + " another one in IAM Identity Center."),
                    of(NOT_FOUND, "HTTP 404")
                            .takenFor(REFUSED_ANSWER)
                            .mendedBy("There is nothing at this endpoint: copy it once more."),
                    of(THROTTLED, "HTTP 429"),
                    of(UNAVAILABLE, "HTTP 500", "HTTP 502", "HTTP 503", "HTTP 504", "(no answer)")),
            ErrorCodes.of(INVALID_REQUEST, "(anything else)")
                    .takenFor(REFUSED_ANSWER)
                    .mendedBy("Copy endpoint and token once more from IAM Identity Center."));

    private ScimErrors() {}
}
