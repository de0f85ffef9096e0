package dev.crossrun.desk.session;

import dev.crossrun.api.DeskSettings;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.ProblemPage;
import dev.crossrun.desk.page.TypedText;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.glassfish.jersey.server.ContainerRequest;

/**
 * Lets nobody past without a session, and no form that another site or another person's tab sends. What such a form carried is shown
 * again, so that no text is lost.
 */
@Priority(Priorities.USER) // after the limit of bodies: it reads forms
public final class SessionFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Set<String> WITHOUT_SESSION =
            Set.of(SignInController.SIGN_IN, SignInController.SIGNED_IN, SignInController.SIGNED_OUT);
    private static final String LASTS = SessionFilter.class.getName();

    private final Sessions sessions;
    private final DeskSettings settings;

    SessionFilter(Sessions sessions, DeskSettings settings) {
        this.sessions = sessions;
        this.settings = settings;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (path.startsWith("assets/")) {
            return;
        }
        if (!settings.authority().equalsIgnoreCase(request.getHeaderString(HttpHeaders.HOST))) {
            refuse(
                    request,
                    421,
                    "Wrong address",
                    "The desk is at " + settings.url() + ". It answers under no other name.",
                    Optional.empty(),
                    new ProblemPage.Way(settings.origin() + "/desk/", "Open the desk"));
            return;
        }
        if (WITHOUT_SESSION.contains(path)) {
            return;
        }
        Optional<Session> session = sessions.of(request.getCookies());
        boolean form = request.getMethod().equals("POST");
        if (session.isEmpty()) {
            if (form) {
                ended(request);
            } else {
                toSignIn(request);
            }
        } else if (form && !fromHere(request)) {
            refuse(
                    request,
                    403,
                    "This form was not sent from the desk",
                    "Another site sent it, or your browser does not say where it comes from. Nothing was done.",
                    session);
        } else if (form && !sameSession(request, session.get())) {
            refuse(
                    request,
                    403,
                    "This page belongs to another sign-in",
                    "You are now signed in as " + session.get().getName()
                            + ". The page that you sent was opened before that sign-in. Nothing was done. Open the page"
                            + " again, and check that you want to do this as "
                            + session.get().getName() + ".",
                    session);
        } else {
            Session current = session.get();
            request.setSecurityContext(new SignedIn(current, settings.secure()));
            request.setProperty(LASTS, (BooleanSupplier) () -> sessions.lasts(current));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        boolean live = isLive(request) || isStream(request);
        boolean ends = response.getCookies().containsKey(sessions.name());
        if (request.getSecurityContext().getUserPrincipal() instanceof Session session && !live && !ends) {
            sessions.extended(session).ifPresent(cookie -> response.getHeaders().add(HttpHeaders.SET_COOKIE, cookie));
        }
    }

    /** Whether the session of a request still lasts, however long the request does. */
    static BooleanSupplier lasting(ContainerRequestContext request) {
        return request.getProperty(LASTS) instanceof BooleanSupplier lasts ? lasts : () -> false;
    }

    private static void toSignIn(ContainerRequestContext request) {
        if (isStream(request)) {
            request.abortWith(Response.status(401).build());
        } else if (isLive(request)) {
            String page = Optional.ofNullable(request.getHeaderString("HX-Current-URL"))
                    .map(SessionFilter::path)
                    .orElse("/desk/");
            request.abortWith(
                    Response.status(401).header("HX-Redirect", signIn(page)).build());
        } else {
            URI wanted = request.getUriInfo().getRequestUri();
            String query = wanted.getRawQuery() == null ? "" : "?" + wanted.getRawQuery();
            request.abortWith(Response.seeOther(URI.create(signIn(wanted.getRawPath() + query)))
                    .build());
        }
    }

    private static String signIn(String to) {
        return "/desk/" + SignInController.SIGN_IN + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
    }

    private static boolean isLive(ContainerRequestContext request) {
        return request.getHeaderString("HX-Request") != null;
    }

    private static boolean isStream(ContainerRequestContext request) {
        return String.valueOf(request.getHeaderString(HttpHeaders.ACCEPT)).startsWith(MediaType.SERVER_SENT_EVENTS);
    }

    private void ended(ContainerRequestContext request) {
        refuse(
                request,
                401,
                "Your session has ended",
                "Nothing was done. Sign in again, then send it again.",
                Optional.empty());
    }

    /** Browsers say from where a form comes (Fetch Standard, "Origin"); one that does not is not believed. */
    private boolean fromHere(ContainerRequestContext request) {
        return settings.origin().equals(request.getHeaderString("Origin"));
    }

    private static boolean sameSession(ContainerRequestContext request, Session session) {
        String sent = TypedText.of((ContainerRequest) request).csrf();
        return MessageDigest.isEqual(
                sent.getBytes(StandardCharsets.UTF_8), session.csrf().getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(
            ContainerRequestContext request, int status, String heading, String detail, Optional<Session> session) {
        String page = Optional.ofNullable(request.getHeaderString("Referer"))
                .map(SessionFilter::path)
                .orElse("/desk/");
        refuse(request, status, heading, detail, session, new ProblemPage.Way(page, "Open the page again"));
    }

    private static void refuse(
            ContainerRequestContext request,
            int status,
            String heading,
            String detail,
            Optional<Session> session,
            ProblemPage.Way way) {
        boolean form = request.getMethod().equals("POST");
        Map<String, String> typed =
                form ? TypedText.of((ContainerRequest) request).visible() : Map.of();
        request.abortWith(Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE)
                .entity(new ProblemPage(
                        new Frame(heading, Frame.Area.NONE, session),
                        status,
                        heading,
                        detail,
                        List.of(),
                        typed,
                        Optional.of(way)))
                .build());
    }

    private static String path(String referer) {
        try {
            return ReturnPath.of(URI.create(referer).getRawPath());
        } catch (IllegalArgumentException e) {
            return ReturnPath.of(null);
        }
    }

    private record SignedIn(Session session, boolean secure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return session;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return "OpenID Connect";
        }
    }
}
