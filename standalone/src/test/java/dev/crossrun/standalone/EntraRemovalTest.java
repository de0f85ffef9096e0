package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.OTHER;
import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Assignment;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.PeopleQuery;
import dev.crossrun.activity.EntraActivities.Principal;
import dev.crossrun.activity.EntraActivities.RemovableApplication;
import dev.crossrun.activity.EntraActivities.RemovableJob;
import dev.crossrun.activity.EntraActivities.RestorableSamlMode;
import dev.crossrun.activity.EntraActivities.RestorableServiceProvider;
import dev.crossrun.activity.EntraActivities.SamlMode;
import dev.crossrun.activity.EntraActivities.ServiceProvider;
import dev.crossrun.activity.EntraActivities.WantedJob;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.simulator.entra.AppRoleAssignment;
import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.ServicePrincipal;
import dev.crossrun.simulator.world.ContactCenter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taking back what a federation has in Entra. */
class EntraRemovalTest {
    private static final NamedApplication NAMED =
            new NamedApplication(ContactCenter.TENANT_ID, "Contact center", MARK, false);
    private static final Duration DELAY = Duration.ofMinutes(1);

    private ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void takesAnApplicationBackByItsIdAndFindsItAmongWhatWasDeleted() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        Optional<String> id = Optional.of(application.objectId());
        bench.changes();

        assertThat(remove(id, true)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).isEmpty();
        assertThat(remove(id, false)).isEqualTo(Removal.removed());
        assertThat(bench.changes()).containsExactly("graph:deleteApplication");
        assertThat(tenant().servicePrincipals().get(application.servicePrincipalId()))
                .isEmpty();
        assertThat(remove(id, false)).isEqualTo(Removal.gone());
    }

    @Test
    void findsAnApplicationWhoseIdIsUnknownByNameAndMark() {
        bench.entra.putApplication(
                new NamedApplication(ContactCenter.TENANT_ID, NAMED.name(), OTHER, false), Optional.empty());
        assertThat(remove(Optional.empty(), false))
                .isEqualTo(Removal.kept("the Entra application Contact center belongs to " + OTHER));
        plant(List.of("crossrun:run=" + MARK));

        assertThat(remove(Optional.empty(), false)).isEqualTo(Removal.removed());

        assertThat(tenant().applications().all())
                .extracting(EntraApplication::displayName)
                .contains(NAMED.name());
    }

    @Test
    void keepsAnApplicationWithoutOurMark() {
        String id = plant(List.of());
        bench.changes();

        assertThat(remove(Optional.of(id), false))
                .isEqualTo(Removal.kept("the Entra application Contact center does not have Crossrun's mark"));
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void callsNothingGoneThatGraphMayStillComeToShow() {
        bench.close();
        bench = new ActivityBench(settings -> settings.withDelays(DELAY, Duration.ZERO));
        Optional<String> id = Optional.of(plant(List.of("crossrun:run=" + MARK)));
        List<Object> heartbeats = bench.heartbeats(Object.class);

        assertThat(failure(() -> remove(id, false)).getType()).isEqualTo("NOT_READY");

        bench.goOnFrom(heartbeats.get(0));
        bench.later(DELAY);
        assertThat(remove(id, false)).isEqualTo(Removal.removed());
    }

    @Test
    void callsAnApplicationGoneThatGraphHasNotShownForTwoMinutes() {
        List<Object> heartbeats = bench.heartbeats(Object.class);
        assertThat(failure(() -> remove(Optional.empty(), false)).getType()).isEqualTo("NOT_READY");
        bench.goOnFrom(heartbeats.get(0));
        bench.later(Duration.ofMinutes(2));

        assertThat(remove(Optional.empty(), false)).isEqualTo(Removal.gone());
    }

    @Test
    void takesBackTheAssignmentItMadeAndNoOther() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        Principal agents = agents();
        Assignment assignment = new Assignment(application, agents);
        bench.entra.assign(List.of(assignment));
        AppRoleAssignment other = assignedWithAnotherRole(application, agents);
        bench.changes();

        assertThat(unassign(assignment, true)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).isEmpty();
        assertThat(unassign(assignment, false)).isEqualTo(Removal.removed());
        assertThat(unassign(assignment, false)).isEqualTo(Removal.gone());
        assertThat(tenant().assignmentsOf(application.servicePrincipalId())).containsExactly(other);
        remove(Optional.of(application.objectId()), false);
        assertThat(unassign(assignment, false)).isEqualTo(Removal.gone());
    }

    @Test
    void givesARoleToWhoeverHasDefaultAccessAlone() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        tenant().assignments()
                .plant(
                        "default",
                        new AppRoleAssignment(
                                "default",
                                application.servicePrincipalId(),
                                agents().id(),
                                "Group",
                                "00000000-0000-0000-0000-000000000000",
                                tenant().now()));
        assertThat(bench.entra.assigned(application)).isEmpty();
        bench.entra.assign(List.of(new Assignment(application, agents())));
        assertThat(bench.entra.assigned(application)).containsExactly(agents().id());
    }

    @Test
    void leavesWhoeverIsAssignedAsTheyAre() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        AppRoleAssignment other = assignedWithAnotherRole(application, agents());
        bench.changes();
        bench.entra.assign(List.of(new Assignment(application, agents())));
        assertThat(bench.changes()).isEmpty();
        assertThat(tenant().assignmentsOf(application.servicePrincipalId())).containsExactly(other);
    }

    @Test
    void putsBackTheIdentifierAndReplyUrlsThatWereThere() {
        ServiceProvider ours = samlProvider();
        bench.entra.setServiceProvider(
                new ServiceProvider(ours.application(), "https://before.example", List.of("https://a", "https://b")));
        Map<String, String> before = bench.entra.findServiceProvider(ours).before();
        bench.entra.setServiceProvider(ours);
        bench.changes();

        assertThat(restore(ours, before, true)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).isEmpty();
        assertThat(restore(ours, before, false)).isEqualTo(Removal.removed());
        assertThat(bench.entra.findServiceProvider(ours).before()).isEqualTo(before);
        assertThat(restore(ours, before, false)).isEqualTo(Removal.gone());
    }

    @Test
    void clearsTheIdentifierAndReplyUrlsWhereThereWereNone() {
        ServiceProvider ours = samlProvider();
        bench.entra.setServiceProvider(ours);

        assertThat(restore(ours, Map.of(), false)).isEqualTo(Removal.removed());

        EntraApplication application =
                tenant().applications().get(ours.application().objectId()).orElseThrow();
        assertThat(application.identifierUris()).isEmpty();
        assertThat(application.redirectUris()).isEmpty();
    }

    @Test
    void leavesAnIdentifierThatSomebodyHasChangedSince() {
        ServiceProvider ours = samlProvider();
        bench.entra.setServiceProvider(
                new ServiceProvider(ours.application(), ours.identifier(), List.of("https://somebody.else")));
        bench.changes();

        assertThat(restore(ours, Map.of(), false))
                .isEqualTo(Removal.kept("identifier and reply URLs of Contact center are no longer as they were set"));
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void takesTheProvisioningJobBackAndFindsItGoneTheSecondTime() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        assertThat(removeJob(application, Optional.empty(), false)).isEqualTo(Removal.gone());
        Optional<String> job = Optional.of(putJob(application));
        bench.changes();

        assertThat(removeJob(application, job, true)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).isEmpty();
        assertThat(removeJob(application, job, false)).isEqualTo(Removal.removed());
        assertThat(removeJob(application, job, false)).isEqualTo(Removal.gone());
        Optional<String> another = Optional.of(putJob(application));
        remove(Optional.of(application.objectId()), false);
        assertThat(removeJob(application, another, false)).isEqualTo(Removal.gone());
    }

    @Test
    void keepsAProvisioningJobThatSomebodyElseMade() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        putJob(application);
        bench.changes();

        assertThat(removeJob(application, Optional.of("aws.made.before"), false))
                .isEqualTo(Removal.kept("The provisioning job of Contact center is not the one that this run made"));
        assertThat(removeJob(application, Optional.empty(), false))
                .isEqualTo(
                        Removal.kept("It is not known whether this run made the provisioning job of Contact center"));

        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void namesThePermissionThatIsMissingToTakeAThingBack() {
        ServiceProvider ours = samlProvider();
        bench.entra.setServiceProvider(ours);
        Application application = ours.application();
        Optional<String> job = Optional.of(putJob(application));
        Assignment assignment = new Assignment(application, agents());
        bench.entra.assign(List.of(assignment));
        tenant().revoke("Application.ReadWrite.OwnedBy");
        tenant().revoke("Synchronization.ReadWrite.All");
        tenant().revoke("AppRoleAssignment.ReadWrite.All");
        // The token that the worker has still permits them: this takes a new one.
        bench.entra.grants(ContactCenter.TENANT_ID);

        assertThat(remedy(() -> remove(Optional.of(application.objectId()), false)))
                .contains("`Application.ReadWrite.OwnedBy`", "`Application.ReadWrite.All`");
        assertThat(remedy(() -> restore(ours, Map.of(), false))).contains("`Application.ReadWrite.OwnedBy`");
        assertThat(remedy(() -> removeJob(application, job, false))).contains("`Synchronization.ReadWrite.All`");
        assertThat(remedy(() -> unassign(assignment, false))).contains("`AppRoleAssignment.ReadWrite.All`");
    }

    @Test
    void freesTheIdentifierOfAnApplicationThatItRemoves() {
        ServiceProvider ours = samlProvider();
        bench.entra.setServiceProvider(ours);
        bench.changes();

        assertThat(remove(Optional.of(ours.application().objectId()), false)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).containsExactly("graph:updateApplication", "graph:deleteApplication");
        Application next = bench.entra.putApplication(
                new NamedApplication(ContactCenter.TENANT_ID, "Contact center, again", MARK, false), Optional.empty());
        bench.entra.setSamlMode(new SamlMode(next, List.of()));
        bench.entra.setServiceProvider(new ServiceProvider(next, ours.identifier(), ours.replyUrls()));
    }

    @Test
    void restoresTheWayToSignOnAndWhoIsToldOfACertificate() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        SamlMode set = new SamlMode(application, List.of("ops@example.com", "iam@example.com"));
        Found before = bench.entra.findSamlMode(set);
        assertThat(before.exists()).isFalse();
        bench.entra.setSamlMode(set);
        assertThat(bench.entra.findSamlMode(set))
                .isEqualTo(Found.unmarked(
                        Map.of("mode", "saml", "notificationEmails", "ops@example.com,iam@example.com")));
        bench.changes();

        assertThat(restore(set, before, true)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).isEmpty();
        assertThat(restore(set, before, false)).isEqualTo(Removal.removed());
        assertThat(bench.entra.findSamlMode(set)).isEqualTo(before);
        assertThat(restore(set, before, false)).isEqualTo(Removal.gone());
    }

    @Test
    void restoresAnotherWayToSignOnAndLeavesAddressesThatItHasNotSet() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        ServicePrincipal theirs = tenant().servicePrincipals()
                .get(application.servicePrincipalId())
                .orElseThrow()
                .withSingleSignOnMode(Optional.of("password"))
                .withNotificationEmails(List.of("them@example.com"));
        tenant().servicePrincipals().put(theirs.id(), theirs);
        SamlMode set = new SamlMode(application, List.of());
        Found before = bench.entra.findSamlMode(set);
        assertThat(before.before()).isEqualTo(Map.of("mode", "password", "notificationEmails", "them@example.com"));
        bench.entra.setSamlMode(set);

        assertThat(restore(set, before, false)).isEqualTo(Removal.removed());

        assertThat(bench.entra.findSamlMode(set)).isEqualTo(before);
    }

    @Test
    void leavesAWayToSignOnThatSomebodyHasChangedSince() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        SamlMode set = new SamlMode(application, List.of("ops@example.com"));
        Found before = bench.entra.findSamlMode(set);
        bench.entra.setSamlMode(new SamlMode(application, List.of("them@example.com")));
        bench.changes();

        assertThat(restore(set, before, false).outcome()).isEqualTo(Removal.Outcome.KEPT);
        assertThat(bench.changes()).isEmpty();
    }

    private Removal restore(SamlMode set, Found before, boolean preview) {
        return bench.entra
                .restoreSamlModes(
                        List.of(new RestorableSamlMode(set, before.before())), new UndoPass(preview, List.of()))
                .get(0);
    }

    private static String remedy(Runnable attempt) {
        return FailureType.error(failure(attempt)).remedy().orElseThrow();
    }

    private Principal agents() {
        return bench.entra
                .findPeople(new PeopleQuery(ContactCenter.TENANT_ID, List.of(), List.of("Contact Center Agents")))
                .groups()
                .get(0);
    }

    private Removal remove(Optional<String> id, boolean preview) {
        return bench.entra
                .removeApplications(List.of(new RemovableApplication(NAMED, id)), new UndoPass(preview, List.of()))
                .get(0);
    }

    private Removal unassign(Assignment assignment, boolean preview) {
        return bench.entra
                .unassign(List.of(assignment), new UndoPass(preview, List.of()))
                .get(0);
    }

    private Removal restore(ServiceProvider ours, Map<String, String> before, boolean preview) {
        return bench.entra
                .restoreServiceProviders(
                        List.of(new RestorableServiceProvider(ours, before)), new UndoPass(preview, List.of()))
                .get(0);
    }

    private String putJob(Application application) {
        return bench.entra.putJob(new WantedJob(application, Optional.empty()));
    }

    private Removal removeJob(Application application, Optional<String> id, boolean preview) {
        return bench.entra
                .removeJobs(List.of(new RemovableJob(application, id)), new UndoPass(preview, List.of()))
                .get(0);
    }

    /** An application that signs on by SAML, as identifiers of other domains need, and what it shall know. */
    private ServiceProvider samlProvider() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        bench.entra.setSamlMode(new SamlMode(application, List.of()));
        return new ServiceProvider(application, "https://ours.example", List.of("https://ours.example/acs"));
    }

    /** An application of the name, of the worker's own. */
    private String plant(List<String> tags) {
        String id = tenant().ids().uuid();
        EntraApplication application = new EntraApplication(
                id,
                tenant().ids().uuid(),
                NAMED.name(),
                Optional.of(EntraTenant.IDENTITY_CENTER_TEMPLATE),
                List.of(),
                List.of(),
                tags,
                List.of(ContactCenter.CLIENT_ID),
                tenant().now(),
                List.of(),
                Map.of());
        tenant().applications().put(id, application);
        return id;
    }

    private AppRoleAssignment assignedWithAnotherRole(Application application, Principal principal) {
        String role = tenant().servicePrincipals()
                .get(application.servicePrincipalId())
                .orElseThrow()
                .appRoles()
                .get(0)
                .id();
        String id = tenant().ids().uuid();
        AppRoleAssignment other = new AppRoleAssignment(
                id, application.servicePrincipalId(), principal.id(), "Group", role, tenant().now());
        tenant().assignments().put(id, other);
        return other;
    }

    private EntraTenant tenant() {
        return bench.simulator.world().entra().orElseThrow();
    }
}
