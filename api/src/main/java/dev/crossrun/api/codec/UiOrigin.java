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
                response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Namespace");
                response.setHeader("Access-Control-Max-Age", String.valueOf(DAY_SECONDS));
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                return;
            }
        }
        chain.doFilter(request, response);
    }
}
