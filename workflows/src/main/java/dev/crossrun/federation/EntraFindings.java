package dev.crossrun.federation;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Grants;
import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.domain.Username;
import dev.crossrun.run.effect.Found;
import java.util.List;

/** What preflight's facts about Entra mean for a request. */
final class EntraFindings {
    private static final List<String> READS_USERS =
            List.of("User.ReadBasic.All", "User.Read.All", "Directory.Read.All");
    private static final List<String> READS_GROUPS =
            List.of("GroupMember.Read.All", "Group.Read.All", "Directory.Read.All");
    private static final List<String> MAKES_APPLICATIONS =
            List.of("Application.ReadWrite.OwnedBy", "Application.ReadWrite.All");
    private static final List<String> PROVISIONS =
            List.of("Synchronization.ReadWrite.All", "Application.ReadWrite.All");
    private static final String ASSIGNS = "AppRoleAssignment.ReadWrite.All";

    private final ConnectFederationRequest request;
    private final Findings findings;

    EntraFindings(ConnectFederationRequest request, Findings findings) {
        this.request = request;
        this.findings = findings;
    }

    void of(Facts.EntraFacts facts) {
        String application = request.switches() ? "/entra/applicationName" : "/entra/applicationId";
        findings.judge(facts.grants(), "/entra/tenantId", this::grants);
        findings.judge(facts.people(), "/entra/tenantId", this::people);
        findings.judge(facts.planned(), "/entra/applicationName", this::planned);
        findings.judge(facts.existing(), application, there -> {});
        findings.judge(facts.certificate(), application, there -> {});
        findings.judge(facts.assigned(), "/entra/assign", there -> {});
        findings.judge(facts.job(), "/entra/provisioning", job -> job(job, facts.ours()));
    }

    /** Whether the worker may assign people in Entra by itself. */
    static boolean mayAssign(Facts.EntraFacts entra) {
        return entra.grants()
                .value()
                .map(grants -> grants.permissions().contains(ASSIGNS))
                .orElse(true);
    }

    private void grants(Grants grants) {
        if (!EntraPreflight.users(request).isEmpty()) {
            needs(grants, READS_USERS, "read users");
        }
        if (!EntraPreflight.groups(request).isEmpty()) {
            needs(grants, READS_GROUPS, "read groups");
        }
        if (request.switches()) {
            needs(grants, MAKES_APPLICATIONS, "make the application");
        } else if (request.provisions()) {
            needs(grants, PROVISIONS, "set up provisioning of an application that it does not own");
        }
        if (request.entra().assign().isPresent() && !grants.permissions().contains(ASSIGNS)) {
            findings.warn(
                    "/entra/assign",
                    "The worker has no " + ASSIGNS + " in the tenant: an administrator will be asked to assign people.",
                    "Nothing, or grant the permission.");
        }
    }

    private void needs(Grants grants, List<String> anyOf, String what) {
        if (anyOf.stream().noneMatch(grants.permissions()::contains)) {
            findings.block(
                    "/entra/tenantId",
                    "The worker may not " + what + " in the tenant.",
                    "Grant its application the permission " + String.join(" or ", anyOf)
                            + " (application permission of Microsoft Graph, with admin consent).");
        }
    }

    private void people(People people) {
        if (request.provisions()) {
            for (int i = 0; i < request.agents().size(); i++) {
                entraAgent("/agents/" + i + "/username", request.agents().get(i).username(), people);
            }
        }
        List<String> groups = EntraPreflight.groups(request);
        for (int i = 0; i < groups.size(); i++) {
            String name = groups.get(i);
            long count = people.groups().stream()
                    .filter(group -> group.name().equalsIgnoreCase(name))
                    .count();
            if (count != 1) {
                findings.block(
                        "/entra/assign/groups/" + i,
                        count == 0
                                ? "Entra has no group \"" + name + "\"."
                                : "Entra has " + count + " groups \"" + name + "\".",
                        "Name one that is there once.");
            }
        }
        List<String> users = request.entra()
                .assign()
                .map(ConnectFederationRequest.Assign::users)
                .orElse(List.of());
        for (int i = 0; i < users.size(); i++) {
            String name = users.get(i);
            if (people.users().stream().noneMatch(user -> user.signInName().equalsIgnoreCase(name))) {
                findings.block(
                        "/entra/assign/users/" + i,
                        "Entra has no user who signs in as " + name + ".",
                        "Name a user by the sign-in name (user principal name).");
            }
        }
    }

    /** Sign-in name, e-mail address and Connect's user name must be one and the same, case included. */
    private void entraAgent(String pointer, Username username, People people) {
        String name = username.value();
        List<EntraActivities.User> candidates = people.users().stream()
                .filter(user -> user.signInName().equalsIgnoreCase(name)
                        || user.mail().map(name::equalsIgnoreCase).orElse(false))
                .toList();
        if (candidates.isEmpty()) {
            findings.block(pointer, "Entra has no user " + name + ".", "Make the user, or correct the name.");
        } else if (candidates.stream()
                .noneMatch(user -> user.signInName().equals(name)
                        && user.mail().map(name::equals).orElse(true))) {
            EntraActivities.User user = candidates.get(0);
            findings.block(
                    pointer,
                    "In Entra the user signs in as " + user.signInName() + " and has the e-mail address "
                            + user.mail().orElse("(none)") + "; both become part of the identity store.",
                    "A session is named after the e-mail address: make both equal to the agent's username, case"
                            + " included.");
        }
    }

    private void planned(Found application) {
        findings.name(
                FederationStep.ENTRA_APPLICATION,
                "/entra/applicationName",
                "The Entra application " + request.applicationName(),
                application);
    }

    /** In an application of ours the job is ours, too: a job bears no mark. */
    private void job(Found job, boolean ours) {
        if (!ours) {
            findings.taken(
                    FederationStep.ENTRA_PROVISIONING,
                    "/entra/provisioning",
                    "The application's provisioning job",
                    job,
                    "Delete it if nobody needs it");
        }
    }
}
