package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.CONNECT;
import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.OTHER;
import static dev.crossrun.standalone.ActivityBench.failure;
import static dev.crossrun.standalone.FederationRun.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.ConnectActivities.NewUser;
import dev.crossrun.activity.ConnectActivities.NewUsers;
import dev.crossrun.activity.ConnectActivities.ProfileQuery;
import dev.crossrun.activity.ConnectActivities.Profiles;
import dev.crossrun.activity.ConnectActivities.RemovableInstance;
import dev.crossrun.activity.ConnectActivities.RemovableUser;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.Configuration;
import dev.crossrun.simulator.world.ContactCenter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taking back users and instances of Connect. */
class ConnectRemovalTest {
    private static final InstanceKey INSTANCE =
            new InstanceKey(CONNECT, new InstanceId(ContactCenter.CONNECT_INSTANCE_ID));
    private static final Alias ALIAS = new Alias(CONNECT, "contact-center-prod", MARK);
    private static final String ONE = "agent1@example.com";
    private static final String TWO = "agent2@example.com";

    private ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void takesItsUsersBackAndLeavesEverybodyElse() {
        makeUsers(MARK, ONE, TWO);
        bench.changes();

        List<Removal> preview = removeUsers(true, ADA, ONE, TWO, "nobody");

        assertThat(bench.changes()).isEmpty();
        List<Removal> removals = removeUsers(false, ADA, ONE, TWO, "nobody");
        assertThat(removals)
                .containsExactly(
                        Removal.kept("the Connect user ada@example.com does not have Crossrun's mark"),
                        Removal.removed(),
                        Removal.removed(),
                        Removal.gone())
                .isEqualTo(preview);
        assertThat(bench.changes()).containsExactly("connect:DeleteUser", "connect:DeleteUser");
        ConnectInstance instance = instance(ContactCenter.CONNECT_INSTANCE_ALIAS);
        assertThat(instance.userByName(ONE)).isEmpty();
        assertThat(instance.userByName(ADA)).isPresent();
    }

    @Test
    void takesNobodyForItsOwnWhomSomebodyElseMadeMeanwhile() {
        makeUsers(MARK, ONE);
        makeUsers(OTHER, TWO);
        bench.changes();

        assertThat(makeUsers(MARK, ONE, TWO, ADA))
                .containsExactly(ItemResult.done(), ItemResult.there(), ItemResult.there());
        assertThat(instance(ContactCenter.CONNECT_INSTANCE_ALIAS)
                        .userByName(TWO)
                        .orElseThrow()
                        .tags())
                .containsEntry("crossrun:run", OTHER);
    }

    @Test
    void goesOnWhereAnAttemptWasCutOffAndTellsWhatThatDid() {
        makeUsers(MARK, ONE, TWO);
        List<Object> heartbeats = bench.heartbeats(Object.class);
        removeUsers(false, ONE, TWO);
        bench.changes();

        bench.goOnFrom(heartbeats.get(0));

        assertThat(removeUsers(false, ONE, TWO)).containsExactly(Removal.removed(), Removal.gone());
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void findsNoUsersWhereTheInstanceIsGone() {
        InstanceKey gone = new InstanceKey(CONNECT, new InstanceId("11111111-2222-3333-4444-555555555555"));

        assertThat(bench.connect.removeUsers(
                        List.of(new RemovableUser(gone, new Username(ONE), MARK)), new UndoPass(false, List.of())))
                .containsExactly(Removal.gone());
    }

    @Test
    void takesAnInstanceBackAndFindsItGoneTheSecondTime() {
        makeInstance();
        bench.changes();

        assertThat(removeInstance(ALIAS, true)).isEqualTo(Removal.removed());

        assertThat(bench.changes()).isEmpty();
        assertThat(removeInstance(ALIAS, false)).isEqualTo(Removal.removed());
        assertThat(bench.changes()).containsExactly("connect:DeleteInstance");
        assertThat(removeInstance(ALIAS, false)).isEqualTo(Removal.gone());
    }

    @Test
    void keepsAnInstanceThatIsNotOursOrThatOthersUse() {
        makeInstance();
        instance(ALIAS.alias()).plantUser(ADA, "Ada", "Lovelace");
        bench.changes();

        Removal used = removeInstance(ALIAS, false);

        assertThat(used.reason().orElseThrow())
                .isEqualTo("the Connect instance contact-center-prod is in use: this run has not made its user " + ADA);
        assertThat(removeInstance(ALIAS, true)).isEqualTo(used);
        Alias others = new Alias(CONNECT, ALIAS.alias(), OTHER);
        assertThat(removeInstance(others, false))
                .isEqualTo(Removal.kept("the Connect instance contact-center-prod belongs to " + MARK));
        Alias planted = new Alias(CONNECT, ContactCenter.CONNECT_INSTANCE_ALIAS, MARK);
        assertThat(removeInstance(planted, false))
                .isEqualTo(Removal.kept("the Connect instance acme-contact does not have Crossrun's mark"));
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void keepsAnInstanceThatWasMadeAnewUnderTheSameAlias() {
        makeInstance();
        InstanceId other = new InstanceId("00000000-0000-4000-8000-000000000000");
        RemovableInstance former = new RemovableInstance(ALIAS, Optional.of(other));
        assertThat(removeInstance(former, true).outcome()).isEqualTo(Removal.Outcome.KEPT);
        assertThat(removeInstance(former, false).reason().orElseThrow()).contains("created again");
    }

    @Test
    void waitsUntilAnInstanceIsMadeBeforeItIsDeleted() {
        restart(settings -> settings.withInstanceCreation(Duration.ofMinutes(5)));
        makeInstance();

        assertThat(failure(() -> removeInstance(ALIAS, false)).getType()).isEqualTo("NOT_READY");

        assertThat(removeInstance(ALIAS, true)).isEqualTo(Removal.removed());
        bench.later(Duration.ofMinutes(5));
        assertThat(removeInstance(ALIAS, false)).isEqualTo(Removal.removed());
    }

    @Test
    void deletesAnInstanceWhoseCreationFailed() {
        bench.simulator.world().connectCreations().failNext("no capacity");
        makeInstance();

        assertThat(removeInstance(ALIAS, false)).isEqualTo(Removal.removed());
    }

    @Test
    void waitsUntilConnectShowsTheInstanceNoMoreAndDeletesItOnce() {
        restart(settings -> settings.withDelays(Duration.ofMinutes(1), Duration.ZERO));
        makeInstance();
        bench.later(Duration.ofMinutes(1));
        bench.changes();
        List<Object> heartbeats = bench.heartbeats(Object.class);

        assertThat(failure(() -> removeInstance(ALIAS, false)).getType()).isEqualTo("NOT_READY");

        bench.goOnFrom(last(heartbeats));
        assertThat(failure(() -> removeInstance(ALIAS, false)).getType()).isEqualTo("NOT_READY");
        bench.goOnFrom(last(heartbeats));
        bench.later(Duration.ofMinutes(1));
        assertThat(removeInstance(ALIAS, false)).isEqualTo(Removal.removed());
        assertThat(bench.changes()).containsExactly("connect:DeleteInstance");
    }

    @Test
    void parksWhenTheAccountHasCreatedAndDeletedTooOften() {
        makeInstance();
        for (int i = 1; i < 50; i++) {
            Configuration other =
                    new Configuration("other-" + i, ConnectInstance.IdentityManagementType.SAML, true, true, Map.of());
            bench.simulator
                    .world()
                    .connectCreations()
                    .delete(bench.simulator
                            .world()
                            .connectCreations()
                            .create(
                                    ContactCenter.CONNECT_ACCOUNT,
                                    ContactCenter.CONNECT_REGION,
                                    other,
                                    Optional.empty()));
        }
        bench.simulator
                .world()
                .connectCreations()
                .create(
                        ContactCenter.CONNECT_ACCOUNT,
                        ContactCenter.CONNECT_REGION,
                        new Configuration("last", ConnectInstance.IdentityManagementType.SAML, true, true, Map.of()),
                        Optional.empty());

        assertThat(failure(() -> removeInstance(ALIAS, false)).getType()).isEqualTo("QUOTA_EXCEEDED");
    }

    private void restart(UnaryOperator<SimulatorSettings> edit) {
        bench.close();
        bench = new ActivityBench(edit);
    }

    private void makeInstance() {
        account().applyQuota(ContactCenter.CONNECT_REGION, ContactCenter.QUOTA_CODES.get(0), 3);
        bench.connect.putInstance(new NewInstance(ALIAS, true, true, "token-1", new Ownership(MARK, false), false));
    }

    private List<ItemResult> makeUsers(String mark, String... names) {
        Profiles profiles = bench.connect.findProfiles(new ProfileQuery(INSTANCE, List.of()));
        List<NewUser> users = Stream.of(names)
                .map(name -> new NewUser(
                        new Username(name),
                        "Agent",
                        "Example",
                        profiles.routing().get("Basic Routing Profile"),
                        List.of(profiles.security().get("Agent"))))
                .toList();
        return bench.connect.createUsers(new NewUsers(INSTANCE, users, mark));
    }

    private List<Removal> removeUsers(boolean preview, String... names) {
        return bench.connect.removeUsers(
                Stream.of(names)
                        .map(name -> new RemovableUser(INSTANCE, new Username(name), MARK))
                        .toList(),
                new UndoPass(preview, List.of()));
    }

    private Removal removeInstance(Alias alias, boolean preview) {
        return removeInstance(new RemovableInstance(alias, Optional.empty()), preview);
    }

    private Removal removeInstance(RemovableInstance removable, boolean preview) {
        return bench.connect
                .removeInstances(List.of(removable), new UndoPass(preview, List.of()))
                .get(0);
    }

    private static <T> T last(List<T> heartbeats) {
        return heartbeats.get(heartbeats.size() - 1);
    }

    private Account account() {
        return bench.simulator.world().requireAccount(ContactCenter.CONNECT_ACCOUNT);
    }

    private ConnectInstance instance(String alias) {
        return account().allConnectInstances().stream()
                .filter(instance -> instance.alias().equals(alias))
                .findFirst()
                .orElseThrow();
    }
}
