package dev.crossrun.api.codec;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;

/**
 * Lets pages of the Temporal UI, and of nothing else, read what the codec server answers, refusals included (Fetch Standard, "CORS
 * protocol").
 */
public final class UiOrigin extends HttpFilter {
    private static final int DAY_SECONDS = 86_400;

    /** The UI sends the access token and, in a header of its own, the ID token, which is not read here. */
    private static final String HEADERS = "Authorization, Authorization-Extras, Content-Type, X-Namespace";

    private final transient String origin;

    public UiOrigin(URI origin) {
        this.origin = origin.toString();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.addHeader("Vary", "Origin");
        if (origin.equals(request.getHeader("Origin"))) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            if (request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null) {
                response.setHeader("Access-Control-Allow-Methods", "POST");
                response.setHeader("Access-Control-Allow-Headers", HEADERS);
                response.setHeader("Access-Control-Max-Age", String.valueOf(DAY_SECONDS));
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
