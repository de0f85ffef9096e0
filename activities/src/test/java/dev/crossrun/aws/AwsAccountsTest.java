package dev.crossrun.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.pace.PaceClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.services.iam.model.IamException;

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
    void hasNoThreadsOfItsOwnForEachAccount() throws IOException {
        HttpServer sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", AwsAccountsTest::assumeOrRefuse);
        sts.start();
        List<AccountId> all = IntStream.range(0, 40)
                .mapToObj(i -> new AccountId("2000000000%02d".formatted(i)))
                .toList();
        AwsSettings unreachable = new AwsSettings(
                all.stream()
                        .collect(Collectors.toMap(
                                Function.identity(), account -> new AccountRole("arn:" + account, Optional.empty()))),
                new Region("eu-central-1"),
                Optional.of(URI.create("http://127.0.0.1:" + sts.getAddress().getPort())),
                Map.of());
        try (AwsAccounts accounts =
                new AwsAccounts(unreachable, AnonymousCredentialsProvider.create(), () -> "run", PaceClock.SYSTEM)) {
            for (AccountId account : all) {
                assertThatThrownBy(() -> accounts.iam(account).getAccountSummary())
                        .isInstanceOf(IamException.class);
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().matches("(aws-timeouts|sdk-).*"))
                    .hasSizeLessThan(all.size());
        } finally {
            sts.stop(0);
        }
    }

    /** A session of a role, and nothing else. */
    private static void assumeOrRefuse(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean assumes = asked.contains("AssumeRole");
        byte[] answer = (assumes ? """
                        <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA</AccessKeyId>
                        <SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
                        <Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
                        """ : "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(assumes ? 200 : 403, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Test
    void namesTheSessionAfterTheRunInCharactersThatStsTakes() {
        assertThat(RoleCredentials.sessionName("connect-federation.contact/center"))
                .isEqualTo("connect-federation.contact-center");
        assertThat(RoleCredentials.sessionName("x".repeat(90))).hasSize(64);
        assertThat(RoleCredentials.sessionName("a")).isEqualTo("crossrun-a");
    }
}
