package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.microsoft.graph.models.ServicePrincipal;
import com.microsoft.graph.serviceprincipals.item.ServicePrincipalItemRequestBuilder;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.RestorableSamlMode;
import dev.crossrun.activity.EntraActivities.SamlMode;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.run.effect.Removal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The way to sign on to an application, and who is notified before its certificate expires. */
final class EntraSamlModes {
    private static final String SAML = "saml";

    private static final String MODE = "mode";
    private static final String EMAILS = "notificationEmails";

    private final EntraTenants tenants;

    EntraSamlModes(EntraTenants tenants) {
        this.tenants = tenants;
    }

    Found find(SamlMode wanted) {
        ServicePrincipal there = GraphFailures.settling(
                reading(wanted.application()),
                () -> required(principal(wanted.application()).get()));
        Map<String, String> before = Map.of(MODE, mode(there), EMAILS, String.join(",", emails(there)));
        return isAsSet(there, wanted) ? Found.unmarked(before) : new Found(Presence.ABSENT, Optional.empty(), before);
    }

    void set(SamlMode wanted) {
        ServicePrincipal patch = new ServicePrincipal();
        patch.setPreferredSingleSignOnMode(SAML);
        if (!wanted.notificationEmails().isEmpty()) {
            patch.setNotificationEmailAddresses(wanted.notificationEmails());
        }
        patch(
                wanted.application(),
                patch,
                "setting SAML as the way to sign on to " + wanted.application().name());
    }

    /** Of an application that is gone the mode is gone, too. */
    Removal restore(RestorableSamlMode restorable, boolean preview) {
        SamlMode set = restorable.set();
        Application application = set.application();
        Optional<ServicePrincipal> there = GraphFailures.found(
                reading(application), () -> required(principal(application).get()));
        String mode = restorable.before().getOrDefault(MODE, "");
        List<String> emails = Stream.of(
                        restorable.before().getOrDefault(EMAILS, "").split(","))
                .filter(email -> !email.isEmpty())
                .toList();
        boolean setsEmails = !set.notificationEmails().isEmpty();
        if (there.isEmpty()
                || (mode(there.get()).equals(mode) && (!setsEmails || isSame(emails(there.get()), emails)))) {
            return Removal.gone();
        }
        if (!isAsSet(there.get(), set)) {
            return Removal.changed(
                    "the sign-on of " + application.name(), "its mode or its notification e-mail addresses");
        }
        if (!preview) {
            ServicePrincipal patch = new ServicePrincipal();
            patch.setPreferredSingleSignOnMode(mode.isEmpty() ? null : mode);
            if (setsEmails) {
                patch.setNotificationEmailAddresses(emails);
            }
            patch(application, patch, "restoring the way to sign on to " + application.name());
        }
        return Removal.removed();
    }

    private static boolean isAsSet(ServicePrincipal there, SamlMode set) {
        return mode(there).equals(SAML)
                && (set.notificationEmails().isEmpty() || isSame(emails(there), set.notificationEmails()));
    }

    /** Graph keeps no order. */
    private static boolean isSame(List<String> one, List<String> other) {
        return Set.copyOf(one).equals(Set.copyOf(other));
    }

    private static String mode(ServicePrincipal there) {
        return Optional.ofNullable(there.getPreferredSingleSignOnMode()).orElse("");
    }

    private static List<String> emails(ServicePrincipal there) {
        return Optional.ofNullable(there.getNotificationEmailAddresses()).orElse(List.of());
    }

    private static String reading(Application application) {
        return "reading the service principal of " + application.name();
    }

    private void patch(Application application, ServicePrincipal patch, String doing) {
        GraphFailures.settling(doing, () -> {
            principal(application).patch(patch);
            return application;
        });
    }

    private ServicePrincipalItemRequestBuilder principal(Application application) {
        return tenants.graph(application.tenantId())
                .servicePrincipals()
                .byServicePrincipalId(application.servicePrincipalId());
    }
}
