package dev.crossrun.api.auth;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import io.dropwizard.auth.UnauthorizedHandler;

/** Refuses a request without a known token by a problem, as every other refusal. */
public final class NoPrincipal implements UnauthorizedHandler {
    @Override
    public RuntimeException buildException(String prefix, String realm) {
        return new ApiException(
                ProblemCode.UNAUTHENTICATED,
                "Send the header Authorization: Bearer TOKEN, with a token of api.yml or an access token of its OpenID"
                        + " provider");
    }
}
