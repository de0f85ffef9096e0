package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.SamlApplication.Assignment;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The applications of Identity Center as the API knows them: what they are and who is assigned, but neither their
 * metadata nor their configuration.
 */
final class SsoApplications {
    private static final String APPLICATION =
            "arn:(aws|aws-us-gov|aws-cn):sso::\\d{12}:application/((sso)?ins-[a-zA-Z0-9-.]{16})/apl-[a-zA-Z0-9]{16}";
    static final String PRINCIPAL =
            "([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}";

    private final boolean refusesSaml;

    SsoApplications(boolean refusesSaml) {
        this.refusesSaml = refusesSaml;
    }

    void addTo(Operations service) {
        Operations.Resource application = call -> SsoAdminService.text(call, "ApplicationArn");
        service.on("ListApplications", call -> SsoAdminService.text(call, "InstanceArn"), SsoApplications::list);
        service.on("DescribeApplication", application, call -> Optional.of(describe(call, application(call))));
        service.on("ListApplicationAssignments", application, SsoApplications::listAssignments);
        service.on("CreateApplicationAssignment", application, this::assign);
        service.on("DescribeApplicationAssignment", application, SsoApplications::describeAssignment);
        service.on("DeleteApplicationAssignment", application, SsoApplications::unassign);
    }

    private static Optional<ObjectNode> list(ServiceCall call) {
        IdentityCenter center = SsoAdminService.instance(call);
        String provider =
                call.input().path("Filter").path("ApplicationProvider").asText("");
        String account = call.input().path("Filter").path("ApplicationAccount").asText("");
        List<SamlApplication> found = center.applications().visible().stream()
                .filter(application ->
                        provider.isEmpty() || application.providerArn().equals(provider))
                .filter(application -> account.isEmpty() || account(application).equals(account))
                .toList();
        return IdentityCenters.paged(call, "Applications", found, application -> describe(call, application));
    }

    private static String account(SamlApplication application) {
        return application.arn().split(":", 6)[4];
    }

    private static ObjectNode describe(ServiceCall call, SamlApplication application) {
        ObjectNode node = Operations.object()
                .put("ApplicationArn", application.arn())
                .put("ApplicationProviderArn", application.providerArn())
                .put("Name", application.displayName())
                .put("ApplicationAccount", account(application))
                .put("InstanceArn", center(call).instanceArn())
                .put("Status", application.enabled() ? "ENABLED" : "DISABLED")
                .put("Description", application.description())
                .put("CreatedDate", (double) application.createdDate().getEpochSecond());
        node.putObject("PortalOptions")
                .put("Visibility", "ENABLED")
                .putObject("SignInOptions")
                .put("Origin", "IDENTITY_CENTER");
        return node;
    }

    private static Optional<ObjectNode> listAssignments(ServiceCall call) {
        SamlApplication application = application(call);
        return IdentityCenters.paged(
                call,
                "ApplicationAssignments",
                application.assignments(),
                assignment -> describe(application, assignment));
    }

    private static ObjectNode describe(SamlApplication application, Assignment assignment) {
        return Operations.object()
                .put("ApplicationArn", application.arn())
                .put("PrincipalId", assignment.principalId())
                .put("PrincipalType", assignment.principalType().name());
    }

    private Optional<ObjectNode> assign(ServiceCall call) {
        SamlApplication application = application(call);
        Assignment assignment = assignment(call);
        if (refusesSaml) {
            throw new ServiceError(
                    400,
                    IdentityCenters.INVALID,
                    "The application provider with arn '" + application.providerArn()
                            + "' is not supported for this action.");
        }
        requirePrincipal(center(call), assignment);
        SamlApplication latest = latest(call, application);
        if (latest.assignments().contains(assignment)) {
            throw new ServiceError(400, "ConflictException", "Application assignment already exists.");
        }
        center(call).applications().put(latest.arn(), latest.assign(assignment));
        return Optional.empty();
    }

    private static void requirePrincipal(IdentityCenter center, Assignment assignment) {
        if (!center.hasPrincipal(assignment.principalType(), assignment.principalId())) {
            throw IdentityCenters.missing(assignment.principalType().name());
        }
    }

    private static Optional<ObjectNode> describeAssignment(ServiceCall call) {
        SamlApplication application = application(call);
        Assignment assignment = assignment(call);
        requireAssigned(application, assignment);
        return Optional.of(describe(application, assignment));
    }

    private static Optional<ObjectNode> unassign(ServiceCall call) {
        SamlApplication latest = latest(call, application(call));
        Assignment assignment = assignment(call);
        requireAssigned(latest, assignment);
        center(call).applications().put(latest.arn(), latest.unassign(assignment));
        return Optional.empty();
    }

    private static void requireAssigned(SamlApplication application, Assignment assignment) {
        if (!application.assignments().contains(assignment)) {
            throw IdentityCenters.missing("Application assignment");
        }
    }

    private static Assignment assignment(ServiceCall call) {
        Input input = Input.of(call, IdentityCenters.INVALID);
        String principalId = input.text("PrincipalId", PRINCIPAL, 1, 47);
        return new Assignment(PrincipalType.valueOf(input.text("PrincipalType", "USER|GROUP")), principalId);
    }

    private static SamlApplication application(ServiceCall call) {
        String arn = Input.of(call, IdentityCenters.INVALID).text("ApplicationArn", APPLICATION, 10, 1224);
        Matcher matcher = Pattern.compile(APPLICATION).matcher(arn);
        IdentityCenter center = IdentityCenters.here(call)
                .filter(here -> matcher.matches() && here.instanceId().equals(matcher.group(2)))
                .orElseThrow(() -> IdentityCenters.missing("Application"));
        return IdentityCenters.owned(call, center)
                .applications()
                .get(arn)
                .orElseThrow(() -> IdentityCenters.missing("Application"));
    }

    /** What was written last, which is what a write changes. */
    private static SamlApplication latest(ServiceCall call, SamlApplication seen) {
        return center(call).applications().latest(seen.arn()).orElseThrow(() -> IdentityCenters.missing("Application"));
    }

    private static IdentityCenter center(ServiceCall call) {
        return IdentityCenters.here(call).orElseThrow(() -> IdentityCenters.missing("Instance"));
    }
}
