package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.microsoft.graph.models.KeyCredential;
import com.microsoft.graph.models.SelfSignedCertificate;
import com.microsoft.graph.models.ServicePrincipal;
import com.microsoft.graph.models.WebApplication;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.serviceprincipals.item.addtokensigningcertificate.AddTokenSigningCertificatePostRequestBody;
import dev.crossrun.activity.EntraActivities.ActiveCertificate;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.RestorableServiceProvider;
import dev.crossrun.activity.EntraActivities.ServiceProvider;
import dev.crossrun.activity.EntraActivities.SigningCertificate;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.effect.Removal;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How people sign on to an application by SAML: certificate and endpoints. */
final class EntraSignOn {
    private static final String SUBJECT = "CN=Microsoft Azure Federated SSO Certificate";

    /** A certificate that is there is kept if it serves this long. */
    private static final Duration SERVES = Duration.ofDays(30);

    private static final String IDENTIFIERS = "identifierUris";
    private static final String REPLY_URLS = "redirectUris";

    private final EntraTenants tenants;
    private final Clock clock;

    EntraSignOn(EntraTenants tenants, Clock clock) {
        this.tenants = tenants;
        this.clock = clock;
    }

    Found findCertificate(Application application) {
        ServicePrincipal principal = principal(application);
        return usable(principal)
                .map(certificate -> Found.unmarked(Map.of(
                        "thumbprint",
                        certificate.thumbprint(),
                        "validUntil",
                        certificate.until().toString(),
                        "active",
                        String.valueOf(isActive(principal, certificate.thumbprint())))))
                .orElseGet(Found::absent);
    }

    ActiveCertificate putCertificate(SigningCertificate certificate) {
        Application application = certificate.application();
        ServicePrincipal principal = principal(application);
        ActiveCertificate signing = usable(principal).orElseGet(() -> add(certificate));
        if (!isActive(principal, signing.thumbprint())) {
            ServicePrincipal patch = new ServicePrincipal();
            patch.setPreferredTokenSigningKeyThumbprint(signing.thumbprint());
            patch(application, patch, "making the certificate of " + application.name() + " the active one");
        }
        return signing;
    }

    private ActiveCertificate add(SigningCertificate certificate) {
        Application application = certificate.application();
        new EarlierAttempt(clock).await("the certificate of " + application.name());
        AddTokenSigningCertificatePostRequestBody body = new AddTokenSigningCertificatePostRequestBody();
        body.setDisplayName(SUBJECT);
        body.setEndDateTime(certificate.until().atOffset(ZoneOffset.UTC));
        SelfSignedCertificate added = GraphFailures.settling(
                "adding a signing certificate to " + application.name(),
                () -> required(tenants.graph(application.tenantId())
                        .servicePrincipals()
                        .byServicePrincipalId(application.servicePrincipalId())
                        .addTokenSigningCertificate()
                        .post(body)));
        return new ActiveCertificate(
                required(added.getThumbprint()).toUpperCase(Locale.ROOT),
                Optional.ofNullable(added.getEndDateTime())
                        .map(OffsetDateTime::toInstant)
                        .orElse(certificate.until()));
    }

    private static boolean isActive(ServicePrincipal principal, String thumbprint) {
        return thumbprint.equalsIgnoreCase(principal.getPreferredTokenSigningKeyThumbprint());
    }

    /** A certificate that is valid for another 30 days: the active one, if it is. */
    private Optional<ActiveCertificate> usable(ServicePrincipal principal) {
        List<KeyCredential> keys = principal.getKeyCredentials() == null ? List.of() : principal.getKeyCredentials();
        return keys.stream()
                .filter(key -> "Sign".equals(key.getUsage()) && key.getCustomKeyIdentifier() != null)
                .filter(key -> key.getEndDateTime() != null
                        && key.getEndDateTime()
                                .toInstant()
                                .isAfter(clock.instant().plus(SERVES)))
                .map(key -> new ActiveCertificate(
                        HexFormat.of().withUpperCase().formatHex(required(key.getCustomKeyIdentifier())),
                        required(key.getEndDateTime()).toInstant()))
                .min(Comparator.comparing(
                                (ActiveCertificate certificate) -> !isActive(principal, certificate.thumbprint()))
                        .thenComparing(ActiveCertificate::thumbprint));
    }

    Found findServiceProvider(ServiceProvider provider) {
        com.microsoft.graph.models.Application there = application(provider.application());
        List<String> identifiers = identifiers(there);
        List<String> urls = replyUrls(there);
        return new Found(
                presence(provider, identifiers, urls),
                Optional.empty(),
                Map.of(IDENTIFIERS, String.join(" ", identifiers), REPLY_URLS, String.join(" ", urls)));
    }

    private static Presence presence(ServiceProvider provider, List<String> identifiers, List<String> urls) {
        if (identifiers.isEmpty() && urls.isEmpty()) {
            return Presence.ABSENT;
        }
        return identifiers.equals(List.of(provider.identifier())) ? Presence.OURS : Presence.FOREIGN;
    }

    void setServiceProvider(ServiceProvider provider) {
        com.microsoft.graph.models.Application there = application(provider.application());
        if (List.of(provider.identifier()).equals(there.getIdentifierUris())
                && replyUrls(there).equals(provider.replyUrls())) {
            return;
        }
        patch(
                provider.application(),
                List.of(provider.identifier()),
                provider.replyUrls(),
                "setting identifier and reply URLs of " + provider.application().name());
    }

    private void patch(Application application, List<String> identifiers, List<String> urls, String doing) {
        com.microsoft.graph.models.Application patch = new com.microsoft.graph.models.Application();
        patch.setIdentifierUris(identifiers);
        WebApplication web = new WebApplication();
        web.setRedirectUris(urls);
        patch.setWeb(web);
        GraphFailures.settling(doing, () -> {
            graph(application)
                    .applications()
                    .byApplicationId(application.objectId())
                    .patch(patch);
            return application;
        });
    }

    Removal restoreServiceProvider(RestorableServiceProvider restorable, boolean preview) {
        ServiceProvider ours = restorable.provider();
        Application application = ours.application();
        Optional<com.microsoft.graph.models.Application> there = GraphFailures.found(
                "reading " + application.name(),
                () -> required(graph(application)
                        .applications()
                        .byApplicationId(application.objectId())
                        .get()));
        List<String> identifiers = words(restorable.before(), IDENTIFIERS);
        List<String> urls = words(restorable.before(), REPLY_URLS);
        if (there.isEmpty() || are(there.get(), identifiers, urls)) {
            return Removal.gone();
        }
        // A removal of the application that was refused has cleared its identifiers already.
        if (!are(there.get(), List.of(ours.identifier()), ours.replyUrls())
                && !are(there.get(), List.of(), ours.replyUrls())) {
            return Removal.kept(
                    "identifier and reply URLs of " + application.name() + " are no longer as they were set");
        }
        if (!preview) {
            patch(application, identifiers, urls, "putting back identifier and reply URLs of " + application.name());
        }
        return Removal.removed();
    }

    /** Graph keeps no order. */
    private static boolean are(
            com.microsoft.graph.models.Application there, List<String> identifiers, List<String> urls) {
        return Set.copyOf(identifiers(there)).equals(Set.copyOf(identifiers))
                && Set.copyOf(replyUrls(there)).equals(Set.copyOf(urls));
    }

    private static List<String> words(Map<String, String> before, String name) {
        return Stream.of(before.getOrDefault(name, "").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static List<String> identifiers(com.microsoft.graph.models.Application there) {
        return there.getIdentifierUris() == null ? List.of() : there.getIdentifierUris();
    }

    private static List<String> replyUrls(com.microsoft.graph.models.Application there) {
        return Optional.ofNullable(there.getWeb())
                .flatMap(web -> Optional.ofNullable(web.getRedirectUris()))
                .orElse(List.of());
    }

    private ServicePrincipal principal(Application application) {
        return GraphFailures.settling(
                "reading the service principal of " + application.name(),
                () -> required(graph(application)
                        .servicePrincipals()
                        .byServicePrincipalId(application.servicePrincipalId())
                        .get()));
    }

    private com.microsoft.graph.models.Application application(Application application) {
        return GraphFailures.settling(
                "reading " + application.name(),
                () -> required(graph(application)
                        .applications()
                        .byApplicationId(application.objectId())
                        .get()));
    }

    private void patch(Application application, ServicePrincipal patch, String doing) {
        GraphFailures.settling(doing, () -> {
            graph(application)
                    .servicePrincipals()
                    .byServicePrincipalId(application.servicePrincipalId())
                    .patch(patch);
            return application;
        });
    }

    private GraphServiceClient graph(Application application) {
        return tenants.graph(application.tenantId());
    }
}
