package dev.crossrun.desk.session;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.crossrun.api.auth.OidcPrincipals;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.desk.page.Frame;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sign-in and sign-out. These are the only pages that need no session. */
@Path("/")
public final class SignInController {
    static final String SIGN_IN = "sign-in";
    static final String SIGNED_IN = "signed-in";
    static final String SIGNED_OUT = "signed-out";

    private final Sessions sessions;
    private final Provider provider;
    private final OidcPrincipals people;

    SignInController(Sessions sessions, Provider provider, OidcPrincipals people) {
        this.sessions = sessions;
        this.provider = provider;
        this.people = people;
    }

    /** Sends the browser to the provider; {@code to} is where the person wants to go, {@code other} asks for another account. */
    @GET
    @Path(SIGN_IN)
    public Response signIn(@QueryParam("to") @Nullable String to, @QueryParam("other") @Nullable String other) {
        Sessions.Pending begun =
                sessions.pending(Sessions.random(), Sessions.random(), Sessions.random(), ReturnPath.of(to));
        return Response.seeOther(provider.signIn(begun, other != null))
                .cookie(sessions.cookie(begun))
                .build();
    }

    /** Where the provider sends the browser back to. The session is a new one, whatever cookie came. */
    @GET
    @Path(SIGNED_IN)
    public Response signedIn(
            @Context UriInfo uri, @Context HttpHeaders headers, @QueryParam("state") @Nullable String state) {
        Sessions.Pending begun = Optional.ofNullable(state)
                .flatMap(known -> sessions.pending(headers.getCookies(), known))
                .orElseThrow(() -> ApiException.malformed(
                        "This sign-in has taken too long, or was started in another browser. Start again."));
        JWTClaimsSet claims = provider.claims(uri.getRequestUri(), begun);
        Session session = sessions.begin(people.person(claims));
        return Response.seeOther(URI.create(begun.to()))
                .cookie(sessions.cookie(session), sessions.noSignIn(begun))
                .build();
    }

    @POST
    @Path("sign-out")
    public Response signOut() {
        return Response.seeOther(URI.create("/desk/" + SIGNED_OUT))
                .cookie(sessions.noSession())
                .build();
    }

    @GET
    @Path(SIGNED_OUT)
    public SignedOutPage signedOut() {
        return new SignedOutPage(
                Frame.withoutSession("Signed out"), provider.signOut().map(URI::toString));
    }
}
