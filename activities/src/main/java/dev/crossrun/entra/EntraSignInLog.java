package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.microsoft.graph.models.SignIn;
import com.microsoft.graph.models.SignInCollectionResponse;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.LoggedSignIn;
import dev.crossrun.activity.EntraActivities.SignInLookup;
import dev.crossrun.activity.FailureType;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The sign-in log of tenants. */
final class EntraSignInLog {
    private final EntraTenants tenants;

    EntraSignInLog(EntraTenants tenants) {
        this.tenants = tenants;
    }

    /** The log compares names in a way that is not documented: so the user is looked for here, whatever the case. */
    LoggedSignIn latest(SignInLookup lookup) {
        return GraphPermission.SIGN_IN_LOG.neededBy(() -> successes(lookup)).stream()
                .filter(each -> lookup.signInName().equalsIgnoreCase(each.getUserPrincipalName()))
                .max(Comparator.comparing(each -> Objects.requireNonNull(each.getCreatedDateTime())))
                .map(each -> new LoggedSignIn(
                        String.valueOf(each.getId()),
                        Objects.requireNonNull(each.getCreatedDateTime()).toInstant()))
                .orElseThrow(() -> FailureType.NOT_READY.failure("Entra's sign-in log shows no sign-in of "
                        + lookup.signInName() + " to the application "
                        + lookup.application().name() + " from " + lookup.since() + " to " + lookup.until()));
    }

    private List<SignIn> successes(SignInLookup lookup) {
        Application application = lookup.application();
        GraphServiceClient graph = tenants.graph(application.tenantId());
        String filter = "appId eq '" + application.appId() + "' and status/errorCode eq 0 and createdDateTime ge "
                + lookup.since() + " and createdDateTime le " + lookup.until();
        return GraphFailures.translating(
                "reading Entra's sign-in log",
                () -> Paged.all(
                        graph.auditLogs().signIns().get(request -> required(request.queryParameters).filter = filter),
                        SignInCollectionResponse::getValue,
                        SignInCollectionResponse::getOdataNextLink,
                        next -> graph.auditLogs().signIns().withUrl(next).get()));
    }
}
