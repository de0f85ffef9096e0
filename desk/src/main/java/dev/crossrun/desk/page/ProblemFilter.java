package dev.crossrun.desk.page;

import dev.crossrun.api.problem.ProblemDetails;
import dev.crossrun.desk.session.Session;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;

/** Shows what the REST API would answer as a problem as a page. What somebody typed into a form stands on it. */
@Priority(Priorities.ENTITY_CODER)
public final class ProblemFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof ProblemDetails problem) {
            Optional<Session> session = Optional.ofNullable(
                            request.getSecurityContext().getUserPrincipal())
                    .filter(Session.class::isInstance)
                    .map(Session.class::cast);
            String heading = heading(problem);
            response.setEntity(
                    new ProblemPage(
                            new Frame(heading, Frame.Area.NONE, session),
                            problem.status(),
                            heading,
                            detail(problem),
                            problem.errors(),
                            typed(request),
                            Optional.of(way(request, problem, session))),
                    new Annotation[0],
                    MediaType.TEXT_HTML_TYPE);
        }
    }

    private static String detail(ProblemDetails problem) {
        return switch (problem.code()) {
            case NO_WORKER ->
                "No worker answers at the moment. Runs are kept and go on when a worker is back. If you sent something, it"
                        + " may still arrive.";
            case TEMPORAL_UNREACHABLE -> "Temporal cannot be reached at the moment. Runs are kept. Try again later.";
            default -> problem.detail();
        };
    }

    private static ProblemPage.Way way(
            ContainerRequestContext request, ProblemDetails problem, Optional<Session> session) {
        if (session.isEmpty()) {
            return new ProblemPage.Way("/desk/sign-in?other=true", "Sign in with another account");
        }
        boolean again = problem.status() >= 500 && request.getMethod().equals("GET");
        return again
                ? new ProblemPage.Way("/desk/" + request.getUriInfo().getPath(false), "Try again")
                : new ProblemPage.Way("/desk/", "To the inbox");
    }

    private static Map<String, String> typed(ContainerRequestContext request) {
        return request.getMethod().equals("POST") && request.getProperty(TypedText.PROPERTY) instanceof TypedText text
                ? text.visible()
                : Map.of();
    }

    private static String heading(ProblemDetails problem) {
        return switch (problem.status()) {
            case 400 -> "The request is not valid";
            case 401, 403 -> "You may not do this";
            case 404 -> "There is no such page";
            case 409 -> "This is not possible now";
            case 422 -> "The answer was refused";
            case 429 -> "Too many answers";
            case 503 -> "Not available now";
            default -> problem.status() < 500 ? "The request is not valid" : "Something went wrong";
        };
    }
}
