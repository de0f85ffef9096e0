package dev.crossrun.api.request;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.api.problem.ProblemCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import org.glassfish.jersey.message.internal.HeaderValueException;

/** Refuses headers that Jersey cannot read, which it would refuse without a reason, and encodings that nothing decodes. */
@PreMatching
public final class ReadableHeaders implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        require(HttpHeaders.ACCEPT, "such as application/json", request::getAcceptableMediaTypes);
        require(HttpHeaders.ACCEPT_LANGUAGE, "such as en", request::getAcceptableLanguages);
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        // The server has decoded gzip, and taken the header away.
        if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
            throw new ApiException(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "The header Content-Encoding is not accepted. Allowed: gzip, or no encoding.");
        }
    }

    private static void require(String header, String example, Runnable read) {
        try {
            read.run();
        } catch (HeaderValueException e) {
            throw ApiException.malformed(
                    "The header " + header + " cannot be read. Expected: a value " + example + ".");
        }
    }
}
