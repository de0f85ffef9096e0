package dev.crossrun.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Answers 200 while something holds and 503 otherwise, with one word. */
final class HealthServlet extends HttpServlet {
    private final transient BooleanSupplier holds;

    HealthServlet(BooleanSupplier holds) {
        this.holds = holds;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean well = holds.getAsBoolean();
        response.setStatus(well ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().println(well ? "ok" : "Temporal cannot be reached");
    }
}
