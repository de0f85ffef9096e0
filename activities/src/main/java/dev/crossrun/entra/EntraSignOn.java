package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.microsoft.graph.models.AppRole;
import com.microsoft.graph.models.AppRoleAssignment;
import com.microsoft.graph.models.KeyCredential;
import com.microsoft.graph.models.SelfSignedCertificate;
import com.microsoft.graph.models.ServicePrincipal;
import com.microsoft.graph.models.WebApplication;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.serviceprincipals.item.addtokensigningcertificate.AddTokenSigningCertificatePostRequestBody;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Assignment;
import dev.crossrun.activity.EntraActivities.SamlMode;
import dev.crossrun.activity.EntraActivities.ServiceProvider;
import dev.crossrun.activity.EntraActivities.SigningCertificate;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.Found;
import dev.crossrun.run.Presence;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How people sign on to an application by SAML: mode, certificate, endpoints, and who may. */
final class EntraSignOn {
    private static final String SUBJECT = "CN=Microsoft Azure Federated SSO Certificate";

    /** A certificate that is there is kept if it serves this long. */
    private static final Duration SERVES = Duration.ofDays(365);

    private final EntraTenants tenants;
    private final Clock clock;

    EntraSignOn(EntraTenants tenants, Clock clock) {
        this.tenants = tenants;
        this.clock = clock;
    }

    void setMode(SamlMode mode) {
        ServicePrincipal patch = new ServicePrincipal();
        patch.setPreferredSingleSignOnMode("saml");
        if (!mode.notificationEmails().isEmpty()) {
            patch.setNotificationEmailAddresses(mode.notificationEmails());
        }
        patch(
                mode.application(),
                patch,
                "setting SAML as the way to sign on to " + mode.application().name());
    }

    Found findCertificate(Application application) {
        return usable(principal(application))
                .map(thumbprint -> new Found(Presence.FOREIGN, Optional.empty(), Map.of("thumbprint", thumbprint)))
                .orElseGet(Found::absent);
    }

    String putCertificate(SigningCertificate certificate) {
        Application application = certificate.application();
        ServicePrincipal principal = principal(application);
        String thumbprint = usable(principal).orElseGet(() -> add(certificate));
        if (!thumbprint.equalsIgnoreCase(principal.getPreferredTokenSigningKeyThumbprint())) {
            ServicePrincipal patch = new ServicePrincipal();
            patch.setPreferredTokenSigningKeyThumbprint(thumbprint);
            patch(application, patch, "making the certificate of " + application.name() + " the active one");
        }
        return thumbprint;
    }

    private String add(SigningCertificate certificate) {
        Application application = certificate.application();
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
        return required(added.getThumbprint()).toUpperCase(Locale.ROOT);
    }

    /** The thumbprint of a certificate that may sign for another year. */
    private Optional<String> usable(ServicePrincipal principal) {
        List<KeyCredential> keys = principal.getKeyCredentials() == null ? List.of() : principal.getKeyCredentials();
        return keys.stream()
                .filter(key -> "Sign".equals(key.getUsage()) && key.getCustomKeyIdentifier() != null)
                .filter(key -> key.getEndDateTime() != null
                        && key.getEndDateTime()
                                .toInstant()
                                .isAfter(clock.instant().plus(SERVES)))
                .map(key -> HexFormat.of().withUpperCase().formatHex(required(key.getCustomKeyIdentifier())))
                .findFirst();
    }

    Found findServiceProvider(ServiceProvider provider) {
        com.microsoft.graph.models.Application there = application(provider.application());
        List<String> identifiers = there.getIdentifierUris() == null ? List.of() : there.getIdentifierUris();
        if (identifiers.isEmpty()) {
            return Found.absent();
        }
        boolean ours = identifiers.equals(List.of(provider.identifier()));
        return new Found(
                ours ? Presence.OURS : Presence.FOREIGN,
                Optional.empty(),
                Map.of(
                        "identifierUris",
                        String.join(" ", identifiers),
                        "redirectUris",
                        String.join(" ", replyUrls(there))));
    }

    void setServiceProvider(ServiceProvider provider) {
        com.microsoft.graph.models.Application there = application(provider.application());
        if (List.of(provider.identifier()).equals(there.getIdentifierUris())
                && replyUrls(there).equals(provider.replyUrls())) {
            return;
        }
        com.microsoft.graph.models.Application patch = new com.microsoft.graph.models.Application();
        patch.setIdentifierUris(List.of(provider.identifier()));
        WebApplication web = new WebApplication();
        web.setRedirectUris(provider.replyUrls());
        patch.setWeb(web);
        GraphFailures.settling(
                "setting identifier and reply URLs of " + provider.application().name(), () -> {
                    graph(provider.application())
                            .applications()
                            .byApplicationId(provider.application().objectId())
                            .patch(patch);
                    return provider;
                });
    }

    private static List<String> replyUrls(com.microsoft.graph.models.Application there) {
        return Optional.ofNullable(there.getWeb())
                .flatMap(web -> Optional.ofNullable(web.getRedirectUris()))
                .orElse(List.of());
    }

    Found findAssignment(Assignment assignment) {
        return assigned(assignment.application())
                        .contains(assignment.principal().id())
                ? new Found(Presence.FOREIGN, Optional.empty(), Map.of())
                : Found.absent();
    }

    void assign(Assignment assignment) {
        Application application = assignment.application();
        AppRoleAssignment body = new AppRoleAssignment();
        body.setPrincipalId(UUID.fromString(assignment.principal().id()));
        body.setResourceId(UUID.fromString(application.servicePrincipalId()));
        body.setAppRoleId(role(principal(application)));
        try {
            GraphFailures.settling(
                    "assigning " + assignment.principal().name() + " to " + application.name(),
                    () -> required(graph(application)
                            .servicePrincipals()
                            .byServicePrincipalId(application.servicePrincipalId())
                            .appRoleAssignedTo()
                            .post(body)));
        } catch (ApplicationFailure refused) {
            if (!GraphFailures.already(refused)) {
                throw refused;
            }
        }
    }

    List<String> assigned(Application application) {
        return GraphFailures.settling("listing who is assigned to " + application.name(), () -> {
            List<AppRoleAssignment> all = Paged.all(
                    graph(application)
                            .servicePrincipals()
                            .byServicePrincipalId(application.servicePrincipalId())
                            .appRoleAssignedTo()
                            .get(),
                    page -> page.getValue(),
                    page -> page.getOdataNextLink(),
                    next -> graph(application)
                            .servicePrincipals()
                            .byServicePrincipalId(application.servicePrincipalId())
                            .appRoleAssignedTo()
                            .withUrl(next)
                            .get());
            return all.stream()
                    .map(each -> String.valueOf(each.getPrincipalId()))
                    .toList();
        });
    }

    /** The role for people that the application itself offers; the gallery's is called User. */
    private static UUID role(ServicePrincipal principal) {
        List<AppRole> roles = principal.getAppRoles() == null ? List.of() : principal.getAppRoles();
        List<AppRole> offered = roles.stream()
                .filter(role -> Boolean.TRUE.equals(role.getIsEnabled()))
                .filter(role -> role.getAllowedMemberTypes() != null
                        && role.getAllowedMemberTypes().contains("User"))
                .toList();
        return offered.stream()
                .filter(role -> "User".equals(role.getDisplayName()))
                .findFirst()
                .or(() -> offered.stream().findFirst())
                .map(role -> required(role.getId()))
                .orElseThrow(() -> FailureType.INCONSISTENT.failure("the application offers no role for people"));
    }

    ServicePrincipal principal(Application application) {
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
