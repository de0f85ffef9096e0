package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.EntraActivities.KnownApplication;
import dev.crossrun.activity.EntraActivities.LoggedSignIn;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.SignInLookup;
import dev.crossrun.activity.FailureType;
import dev.crossrun.simulator.entra.EntraSamlSignIn;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.SignInEntry;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.IdentityCenter;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sign-ins in Entra's log. */
class EntraSignInLogTest {
    private static final String ADA = "ada@example.com";

    private final ActivityBench bench = new ActivityBench();
    private Application application;

    @BeforeEach
    void theApplicationOfTheIdentityCenter() {
        application = bench.entra.describeApplication(
                new KnownApplication(ContactCenter.TENANT_ID, ContactCenter.ENTRA_APPLICATION_ID));
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void findsTheLatestSignInOfTheUserWhateverTheCaseOfTheName() {
        signIn(ADA);
        signIn(ADA);
        signIn("grace@example.com");

        SignInEntry latest = entries().stream()
                .filter(each -> each.user().userPrincipalName().equals(ADA))
                .max(Comparator.comparing(SignInEntry::at))
                .orElseThrow();
        assertThat(bench.entra.awaitSignIn(lookup("Ada@Example.com")))
                .isEqualTo(new LoggedSignIn(latest.id(), latest.at()));
    }

    @Test
    void aSignInOfAnotherUserToAnotherApplicationOrAtAnotherTimeDoesNotCount() {
        signIn(ADA);
        Instant at = entries().get(0).at();
        Application other = bench.entra.putApplication(
                new NamedApplication(ContactCenter.TENANT_ID, "Another one", ActivityBench.MARK, false),
                Optional.empty());

        for (SignInLookup nothing : List.of(
                lookup("grace@example.com"),
                new SignInLookup(other, ADA, Instant.EPOCH, at),
                new SignInLookup(application, ADA, at.plusMillis(1), at.plusSeconds(60)),
                new SignInLookup(application, ADA, Instant.EPOCH, at.minusMillis(1)))) {
            ApplicationFailure notYet = failure(() -> bench.entra.awaitSignIn(nothing));
            assertThat(FailureType.of(notYet)).contains(FailureType.NOT_READY);
            assertThat(FailureType.message(notYet)).contains("shows no sign-in of " + nothing.signInName());
        }
        assertThat(bench.entra
                        .awaitSignIn(new SignInLookup(application, ADA, at, at))
                        .at())
                .isEqualTo(at);
    }

    @Test
    void aSignInThatEntraRefusedDoesNotCount() {
        tenant().assignments().all().forEach(each -> tenant().assignments().remove(each.id()));
        assertThat(catchThrowable(() -> signIn(ADA))).hasMessageContaining("AADSTS50105");

        assertThat(entries()).extracting(SignInEntry::errorCode).containsExactly(50_105);
        assertThat(FailureType.of(failure(() -> bench.entra.awaitSignIn(lookup(ADA)))))
                .contains(FailureType.NOT_READY);
    }

    @Test
    void withoutThePermissionTheFailureNamesIt() {
        tenant().revoke("AuditLog.Read.All");

        ApplicationFailure refused = failure(() -> bench.entra.awaitSignIn(lookup(ADA)));

        assertThat(FailureType.of(refused)).contains(FailureType.NOT_AUTHORIZED);
        assertThat(FailureType.error(refused).remedy().orElseThrow()).contains("`AuditLog.Read.All`");
    }

    @Test
    void withoutALicenseTheFailureSaysSo() {
        tenant().premium(false);

        ApplicationFailure refused = failure(() -> bench.entra.awaitSignIn(lookup(ADA)));

        assertThat(FailureType.of(refused)).contains(FailureType.NOT_AUTHORIZED);
        assertThat(FailureType.error(refused).remedy().orElseThrow()).contains("P1 or P2 license");
    }

    private SignInLookup lookup(String user) {
        Instant now = Instant.now();
        return new SignInLookup(application, user, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));
    }

    private void signIn(String user) {
        IdentityCenter center = bench.simulator.world().identityCenter().orElseThrow();
        new EntraSamlSignIn(tenant()).respond(center.entityId(), center.acsUrl(), user);
    }

    private List<SignInEntry> entries() {
        return tenant().signIns().all();
    }

    private EntraTenant tenant() {
        return bench.simulator.world().entra().orElseThrow();
    }
}
