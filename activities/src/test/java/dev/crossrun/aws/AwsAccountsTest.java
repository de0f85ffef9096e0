package dev.crossrun.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.pace.PaceClock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

class AwsAccountsTest {
    @Test
    void neverCallsAnAccountThatIsNotListed() {
        AwsSettings none = new AwsSettings(Map.of(), new Region("eu-central-1"), Optional.empty(), Map.of());
        try (AwsAccounts accounts =
                new AwsAccounts(none, AnonymousCredentialsProvider.create(), () -> "run", PaceClock.SYSTEM)) {
            assertThatThrownBy(() -> accounts.iam(new AccountId("222222222222")))
                    .hasMessageContaining("no role is configured for account 222222222222");
        }
    }

    @Test
    void namesTheSessionAfterTheRunInCharactersThatStsTakes() {
        assertThat(RoleCredentials.sessionName("connect-federation.contact/center"))
                .isEqualTo("connect-federation.contact-center");
        assertThat(RoleCredentials.sessionName("x".repeat(90))).hasSize(64);
        assertThat(RoleCredentials.sessionName("a")).isEqualTo("crossrun-a");
    }
}
