package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.Job;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.OnDemand;
import dev.crossrun.activity.EntraActivities.Provisioned;
import dev.crossrun.activity.EntraActivities.ServiceProvider;
import dev.crossrun.activity.EntraActivities.WantedJob;
import dev.crossrun.activity.FailureType;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Presence;
import dev.crossrun.simulator.entra.EntraApplication;
import dev.crossrun.simulator.entra.EntraGroup;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.EntraUser;
import dev.crossrun.simulator.entra.GraphClient;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made in Entra, and what of it is taken for one's own. */
class EntraActivitiesTest {
    private static final NamedApplication NAMED =
            new NamedApplication(ContactCenter.TENANT_ID, "Contact center", MARK, false);

    private final ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void triesAgainWithAnotherTokenOnceGraphTakesTheOneItHasForExpired() {
        bench.simulator.faults().add(InjectedFault.of("graph:listApplications", Kind.EXPIRED_CREDENTIALS));

        assertThat(failure(() -> bench.entra.findApplication(NAMED)).getType()).isEqualTo("UNAVAILABLE");

        assertThat(bench.entra.findApplication(NAMED)).isEqualTo(Found.absent());
    }

    @Test
    void mayDoWhatAnAdministratorConsentedToSinceItWasRefused() {
        GraphClient permitted = tenant().client(ContactCenter.CLIENT_ID).orElseThrow();
        tenant().revoke("Application.ReadWrite.OwnedBy");
        assertThat(failure(() -> bench.entra.putApplication(NAMED, Optional.empty()))
                        .getType())
                .isEqualTo("NOT_AUTHORIZED");
        assertThat(bench.entra.grants(ContactCenter.TENANT_ID).permissions())
                .doesNotContain("Application.ReadWrite.OwnedBy");

        tenant().add(permitted);

        assertThat(bench.entra.putApplication(NAMED, Optional.empty()).objectId())
                .isEqualTo(only().id());
        assertThat(bench.entra.grants(ContactCenter.TENANT_ID).permissions()).isEqualTo(permitted.permissions());
    }

    @Test
    void leavesAnApplicationThatSomebodyMadeUnderItsNameAfterItWasRefused() {
        tenant().revoke("Application.ReadWrite.OwnedBy");
        assertThat(failure(() -> bench.entra.putApplication(NAMED, Optional.empty()))
                        .getType())
                .isEqualTo("NOT_AUTHORIZED");
        EntraApplication byHand = byHand();

        ApplicationFailure conflict = failure(() -> bench.entra.putApplication(NAMED, Optional.empty()));

        assertThat(conflict.getType()).isEqualTo("CONFLICT");
        assertThat(conflict.getOriginalMessage()).contains("bears no mark of a run");
        assertThat(FailureType.error(conflict).remedy().orElseThrow()).contains(byHand.appId(), "crossrun:run=" + MARK);
        assertThat(latest(byHand).tags()).containsExactly("theirs");
    }

    @Test
    void marksWhatAnEarlierAttemptMadeAndDidNotGetToMarkBesideTheTagsThatItHas() {
        bench.simulator.faults().add(InjectedFault.of("graph:updateApplication", Kind.SERVER_ERROR));
        List<Long> heartbeats = bench.heartbeats(Long.class);
        assertThat(failure(() -> bench.entra.putApplication(NAMED, Optional.empty()))
                        .getType())
                .isEqualTo("UNAVAILABLE");
        EntraApplication made = only();
        tenant().applications().put(made.id(), made.withTags(List.of("of the template")));
        bench.goOnFrom(heartbeats.get(0));

        Application application = bench.entra.putApplication(NAMED, Optional.empty());

        assertThat(application.objectId()).isEqualTo(made.id());
        assertThat(only().tags()).containsExactly("of the template", "crossrun:run=" + MARK, "managed-by=crossrun");
    }

    @Test
    void leavesTheTagsOfAnApplicationThatItAdopts() {
        EntraApplication byHand = byHand();
        bench.changes();

        Application adopted = bench.entra.putApplication(
                new NamedApplication(NAMED.tenantId(), NAMED.name(), NAMED.mark(), true), Optional.empty());

        assertThat(adopted.objectId()).isEqualTo(byHand.id());
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void leavesAProvisioningJobThatSomebodyMadeAndFindsTheOneThatIsKnown() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        List<String> heartbeats = bench.heartbeats(String.class);
        String made = bench.entra.putJob(new WantedJob(application, Optional.empty()));

        assertThat(failure(() -> bench.entra.putJob(new WantedJob(application, Optional.empty())))
                        .getType())
                .isEqualTo("CONFLICT");

        assertThat(bench.entra.putJob(new WantedJob(application, Optional.of(made))))
                .isEqualTo(made);
        bench.goOnFrom(heartbeats.get(0));
        assertThat(bench.entra.putJob(new WantedJob(application, Optional.empty())))
                .isEqualTo(made);
        assertThat(tenant().jobs().all()).hasSize(1);
    }

    @Test
    void tellsOfEachPersonWhoWasNotProvisionedOnDemandAndIsContentWithWhoIsThere() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        Job job = new Job(application, bench.entra.putJob(new WantedJob(application, Optional.empty())));
        JsonNode scim = new Consoles(bench.simulator.endpoint())
                .send("POST", "/_console/provisioning", JsonNodeFactory.instance.objectNode());
        tenant().secrets(application.servicePrincipalId())
                .putAll(Map.of(
                        "BaseAddress", scim.path("scimEndpoint").asText(),
                        "SecretToken", scim.path("accessToken").asText()));
        EntraGroup agents = tenant().groups().get(0);
        EntraUser assigned = tenant().user(agents.memberIds().get(0)).orElseThrow();
        EntraUser stranger = tenant().addUser("stranger@example.com", "", "A", "Stranger");
        tenant().assign(
                        tenant().servicePrincipals()
                                .latest(application.servicePrincipalId())
                                .orElseThrow(),
                        agents);
        OnDemand both = new OnDemand(job, List.of(assigned.id(), stranger.id()));

        for (int times = 0; times < 2; times++) {
            List<Provisioned> results = bench.entra.provisionOnDemand(both);

            assertThat(results).hasSize(2);
            assertThat(results.get(0)).isEqualTo(new Provisioned(assigned.id(), Optional.empty()));
            assertThat(results.get(1).userId()).isEqualTo(stranger.id());
            assertThat(results.get(1).problem().orElseThrow()).startsWith("NotEffectivelyEntitled: ");
        }
    }

    @Test
    void goesOnProvisioningOnDemandWhereTheLastAttemptStopped() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        Job job = new Job(application, bench.entra.putJob(new WantedJob(application, Optional.empty())));
        List<String> users =
                tenant().users().stream().limit(2).map(EntraUser::id).toList();
        Provisioned done = new Provisioned(users.get(0), Optional.empty());
        bench.goOnFrom(List.of(done));
        bench.changes();

        List<Provisioned> results = bench.entra.provisionOnDemand(new OnDemand(job, users));

        assertThat(results).hasSize(2).first().isEqualTo(done);
        assertThat(bench.changes()).containsExactly("graph:provisionOnDemand");
    }

    @Test
    void takesReplyUrlsForSomethingThatIsThereThoughThereIsNoIdentifier() {
        Application application = bench.entra.putApplication(NAMED, Optional.empty());
        ServiceProvider provider =
                new ServiceProvider(application, "https://ours.example", List.of("https://ours.example/acs"));
        assertThat(bench.entra.findServiceProvider(provider).presence()).isEqualTo(Presence.ABSENT);
        tenant().applications().put(application.objectId(), only().withRedirectUris(List.of("https://theirs.example")));

        Found found = bench.entra.findServiceProvider(provider);

        assertThat(found.presence()).isEqualTo(Presence.FOREIGN);
        assertThat(found.before()).containsEntry("redirectUris", "https://theirs.example");
    }

    private EntraApplication byHand() {
        EntraApplication byHand = tenant().create(EntraTenant.IDENTITY_CENTER_TEMPLATE, NAMED.name(), List.of());
        tenant().applications().put(byHand.id(), byHand.withTags(List.of("theirs")));
        return byHand;
    }

    private EntraApplication latest(EntraApplication application) {
        return tenant().applications().latest(application.id()).orElseThrow();
    }

    private EntraApplication only() {
        assertThat(named()).hasSize(1);
        return named().get(0);
    }

    private List<EntraApplication> named() {
        return tenant().applications().all().stream()
                .filter(each -> each.displayName().equals(NAMED.name()))
                .toList();
    }

    private EntraTenant tenant() {
        return bench.simulator.world().entra().orElseThrow();
    }
}
