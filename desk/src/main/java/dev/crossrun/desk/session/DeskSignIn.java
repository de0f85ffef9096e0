package dev.crossrun.desk.session;

import dev.crossrun.api.DeskSettings;
import dev.crossrun.api.auth.OidcPrincipals;
import dev.crossrun.api.auth.OidcSettings;
import io.dropwizard.auth.AuthValueFactoryProvider;
import java.time.Clock;
import org.glassfish.jersey.server.ResourceConfig;

/** The desk's sign-in: what stands before its pages, and gives them their {@link Session}. */
public final class DeskSignIn {
    private final OidcPrincipals people;
    private final Sessions sessions;
    private final DeskSettings settings;
    private final OidcSettings oidc;

    /** Sessions last by {@code clock}. */
    public DeskSignIn(DeskSettings settings, OidcSettings oidc, Clock clock) {
        this.people = new OidcPrincipals(oidc);
        this.sessions = new Sessions(settings, people, clock);
        this.settings = settings;
        this.oidc = oidc;
    }

    public void register(ResourceConfig pages) {
        pages.register(new SessionFilter(sessions, settings));
        pages.register(new SignInController(sessions, new Provider(oidc.issuer(), settings), people));
        pages.register(new AuthValueFactoryProvider.Binder<>(Session.class));
    }
}
