package dev.crossrun.desk;

import dev.crossrun.api.ApiConfiguration;
import dev.crossrun.api.DeskSettings;
import dev.crossrun.api.WebPages;
import dev.crossrun.api.auth.OidcSettings;
import dev.crossrun.api.problem.ProblemMapper;
import dev.crossrun.api.request.BodyLimit;
import dev.crossrun.desk.asset.AssetController;
import dev.crossrun.desk.inbox.InboxController;
import dev.crossrun.desk.page.ProblemFilter;
import dev.crossrun.desk.page.SecurityHeaders;
import dev.crossrun.desk.page.Times;
import dev.crossrun.desk.page.ViewWriter;
import dev.crossrun.desk.record.RecordController;
import dev.crossrun.desk.run.RunController;
import dev.crossrun.desk.runbook.RunbookController;
import dev.crossrun.desk.session.DeskSignIn;
import dev.crossrun.desk.start.StartController;
import dev.crossrun.desk.task.TaskController;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.DropwizardResourceConfig;
import io.dropwizard.jersey.jackson.JacksonMessageBodyProvider;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.glassfish.jersey.media.multipart.MultiPartFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * The web pages of the API process, at {@code /desk/}: an application of its own beside REST, with sessions in place of bearer tokens
 * and pages in place of problems. It asks and answers by the resources of REST.
 */
public final class Desk implements WebPages {
    private static final String PATH = "/desk/*";

    @Override
    public void mount(ApiConfiguration configuration, Environment environment, Rest rest, Clock clock) {
        if (configuration.desk().isEmpty() || configuration.oidc().isEmpty()) {
            return;
        }
        ResourceConfig pages =
                pages(configuration.desk().get(), configuration.oidc().get(), rest, environment, new Times(clock));
        pages.register(new BodyLimit(configuration.bodyTimeout()));
        ServletRegistration.Dynamic desk = environment.servlets().addServlet("desk", new ServletContainer(pages));
        desk.addMapping(PATH);
        desk.setAsyncSupported(true);
        environment.servlets().addServlet("desk-home", new Home()).addMapping("", "/desk");
    }

    private static ResourceConfig pages(
            DeskSettings settings, OidcSettings oidc, Rest rest, Environment environment, Times times) {
        ResourceConfig pages = new DropwizardResourceConfig(environment.metrics());
        pages.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        // Behind a proxy the scheme of a request is not that of the browser.
        pages.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        pages.register(MultiPartFeature.class);
        pages.register(new ViewWriter(settings.banner()));
        // Events of a live run are JSON.
        pages.register(new JacksonMessageBodyProvider(environment.getObjectMapper()));
        pages.register(new ProblemMapper());
        pages.register(new ProblemFilter());
        pages.register(new SecurityHeaders());
        pages.register(new AssetController());
        new DeskSignIn(settings, oidc, Clock.systemUTC()).register(pages);
        pages.register(new InboxController(rest, times));
        pages.register(new RunController(rest, times));
        pages.register(new TaskController(rest, times));
        pages.register(new StartController(rest));
        pages.register(new RecordController(rest));
        pages.register(new RunbookController(rest));
        return pages;
    }

    /** Who opens the address of the API in a browser finds the desk. */
    private static final class Home extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.sendRedirect("/desk/");
        }
    }
}
