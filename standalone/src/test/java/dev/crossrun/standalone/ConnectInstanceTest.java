package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.CONNECT;
import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.OTHER;
import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ContactCenter;
import io.temporal.failure.ApplicationFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Making an instance of Connect where the alias has one already. */
class ConnectInstanceTest {
    private static final String SAML = ContactCenter.CONNECT_INSTANCE_ALIAS;
    private static final String NEW = "contact-center-prod";

    private final ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void takesNobodysInstanceUnlessTheRequestAdoptsIt() {
        ApplicationFailure conflict = failure(() -> put(SAML, MARK, false));

        assertThat(conflict.getType()).isEqualTo("CONFLICT");
        assertThat(conflict).hasMessageContaining("acme-contact is there already and does not have Crossrun's mark");
        assertThat(FailureType.error(conflict).remedy().orElseThrow())
                .contains(instance(SAML).arn(), "Remove or rename it");
        assertThat(put(SAML, MARK, true)).isEqualTo(new InstanceId(ContactCenter.CONNECT_INSTANCE_ID));
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void takesNoInstanceOfAnotherRun() {
        raiseQuota();
        InstanceId made = put(NEW, OTHER, false);

        assertThat(failure(() -> put(NEW, MARK, false))).hasMessageContaining("belongs to " + OTHER);

        assertThat(put(NEW, OTHER, false)).isEqualTo(made);
    }

    @Test
    void takesNoInstanceWhoseUsersDoNotComeBySamlEvenIfItMayBeTaken() {
        String managed = account().allConnectInstances().stream()
                .filter(each -> each.id().equals(ContactCenter.MANAGED_INSTANCE_ID))
                .findFirst()
                .orElseThrow()
                .alias();

        ApplicationFailure conflict = failure(() -> put(managed, MARK, true));

        assertThat(conflict.getType()).isEqualTo("CONFLICT");
        assertThat(conflict).hasMessageContaining("manages its users by CONNECT_MANAGED");
        assertThat(FailureType.error(conflict).remedy().orElseThrow())
                .contains(instance(managed).arn());
        assertThat(bench.connect.findInstance(alias(managed, MARK)).before())
                .containsEntry("identityManagement", "CONNECT_MANAGED");
    }

    @Test
    void waitsForAnInstanceThatIsListedAndNotShownYet() {
        raiseQuota();
        InstanceId made = put(NEW, MARK, false);
        bench.simulator.faults().add(InjectedFault.of("connect:DescribeInstance", Kind.STALE_READ));

        assertThat(failure(() -> put(NEW, MARK, false)).getType()).isEqualTo("NOT_READY");

        assertThat(put(NEW, MARK, false)).isEqualTo(made);
    }

    private InstanceId put(String alias, String mark, boolean mayTake) {
        return bench.connect.putInstance(
                new NewInstance(alias(alias, mark), true, true, "token-1", new Ownership(mark, mayTake), false));
    }

    private static Alias alias(String alias, String mark) {
        return new Alias(CONNECT, alias, mark);
    }

    private void raiseQuota() {
        account().applyQuota(ContactCenter.CONNECT_REGION, ContactCenter.QUOTA_CODES.get(0), 3);
    }

    private ConnectInstance instance(String alias) {
        return account().allConnectInstances().stream()
                .filter(each -> each.alias().equals(alias))
                .findFirst()
                .orElseThrow();
    }

    private Account account() {
        return bench.simulator.world().requireAccount(ContactCenter.CONNECT_ACCOUNT);
    }
}
