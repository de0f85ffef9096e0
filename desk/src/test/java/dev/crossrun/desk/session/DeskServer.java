package dev.crossrun.desk.session;

import com.codahale.metrics.MetricRegistry;
import dev.crossrun.api.DeskSettings;
import dev.crossrun.api.DeskSettings.Banner;
import dev.crossrun.api.auth.Grant;
import dev.crossrun.api.auth.OidcSettings;
import dev.crossrun.api.problem.ProblemMapper;
import dev.crossrun.desk.page.ProblemFilter;
import dev.crossrun.desk.page.SecurityHeaders;
import dev.crossrun.desk.page.ViewWriter;
import dev.crossrun.run.actor.Role;
import io.dropwizard.auth.Auth;
import io.dropwizard.jersey.DropwizardResourceConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** The desk's sign-in before one page, {@code /desk/who}, that says who looks at it. */
final class DeskServer implements AutoCloseable {
    static final Banner BANNER =
            new Banner("<Staging> & \"tests\".", Optional.of(URI.create("https://example.com/?a=1&b=2")));

    private final Server server = new Server();
    private final String address;

    DeskServer(URI issuer) {
        this(issuer, "roles");
    }

    DeskServer(URI issuer, String rolesClaim) {
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        try {
            connector.open();
            address = "http://127.0.0.1:" + connector.getLocalPort();
            ServletContextHandler context = new ServletContextHandler("/");
            context.addServlet(new ServletHolder(new ServletContainer(pages(issuer, rolesClaim))), "/desk/*");
            server.setHandler(context);
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ResourceConfig pages(URI issuer, String rolesClaim) {
        DeskSettings settings = new DeskSettings(
                URI.create(address),
                TestProvider.CLIENT,
                TestProvider.SECRET,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(BANNER));
        OidcSettings oidc = new OidcSettings(
                issuer,
                TestProvider.CLIENT,
                Optional.of(rolesClaim),
                Optional.empty(),
                Map.of("Crossrun.Requester", Grant.everywhere(Set.of(Role.REQUESTER))),
                false);
        ResourceConfig pages = new DropwizardResourceConfig(new MetricRegistry());
        pages.register(new ViewWriter(settings.banner()));
        pages.register(new ProblemMapper());
        pages.register(new ProblemFilter());
        pages.register(new SecurityHeaders());
        pages.register(new Who());
        new DeskSignIn(settings, oidc, Clock.systemUTC()).register(pages);
        return pages;
    }

    URI at(String path) {
        return URI.create(address + path);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the desk knows of the person, in one line each: name, issuer, subject, roles, what forms carry. */
    @Path("/who")
    public static final class Who {
        @GET
        public String who(@Auth Session session) {
            return String.join(
                    "\n",
                    session.getName(),
                    session.caller().actor().issuer(),
                    session.caller().actor().subject().orElse(""),
                    session.rolesInWords(),
                    session.csrf());
        }

        @POST
        public String act(@Auth Session session) {
            return "done by " + session.getName();
        }
    }
}
