package dev.crossrun.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.AccountNotFoundException;
import software.amazon.awssdk.services.organizations.model.OrganizationsException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final MovableClock clock = new MovableClock();
    private Simulator simulator;
    private Clients clients;

    @BeforeAll
    void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withClock(clock));
        clients = new Clients(simulator);
    }

    @AfterAll
    void stop() {
        simulator.close();
    }

    @Test
    void theKeySaysWhoIsCalling() {
        GetCallerIdentityResponse user = sts(Clients.WORKER).getCallerIdentity();
        assertThat(user.arn()).isEqualTo("arn:aws:iam::333333333333:user/crossrun-worker");
        assertThat(user.userId()).startsWith("AIDA");

        GetCallerIdentityResponse session =
                sts(clients.session(ContactCenter.CONNECT_ACCOUNT)).getCallerIdentity();
        assertThat(session.arn()).isEqualTo("arn:aws:sts::222222222222:assumed-role/crossrun/crossrun-test");
        assertThat(session.userId()).startsWith("AROA").endsWith(":crossrun-test");
    }

    @Test
    void refusesAnUnknownKeyInTheWordsOfEachProtocol() {
        AwsCredentialsProvider unknown =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIANOBODY0000000001", "secret"));
        assertRefused(() -> sts(unknown).getCallerIdentity(), 403, "InvalidClientTokenId");
        assertRefused(
                () -> organizations(unknown).describeAccount(r -> r.accountId("111111111111")),
                400,
                "UnrecognizedClientException");
        assertRefused(() -> connect(unknown).listInstances(r -> {}), 403, "UnrecognizedClientException");
    }

    @Test
    void refusesAWrongSecret() {
        AwsCredentialsProvider wrong = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(ContactCenter.ACCESS_KEY_ID, "another secret"));
        assertRefused(() -> sts(wrong).getCallerIdentity(), 403, "SignatureDoesNotMatch");
        assertRefused(
                () -> organizations(wrong).describeAccount(r -> r.accountId("111111111111")),
                400,
                "InvalidSignatureException");
    }

    @Test
    void refusesASessionThatHasEnded() {
        AwsCredentialsProvider session = clients.session(ContactCenter.MANAGEMENT_ACCOUNT);
        clock.move(Duration.ofHours(1));
        assertRefused(() -> sts(session).getCallerIdentity(), 403, "ExpiredToken");
        assertRefused(
                () -> organizations(session).describeAccount(r -> r.accountId("111111111111")),
                400,
                "ExpiredTokenException");
    }

    @Test
    void assumesARoleOnlyWithItsExternalId() {
        assertThatThrownBy(() -> sts(Clients.WORKER)
                        .assumeRole(Clients.assumeRole(ContactCenter.CONNECT_ACCOUNT).toBuilder()
                                .externalId("guessed")
                                .build()))
                .isInstanceOfSatisfying(StsException.class, e -> {
                    assertThat(e.statusCode()).isEqualTo(403);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
                    assertThat(e.awsErrorDetails().errorMessage())
                            .isEqualTo("User: arn:aws:iam::333333333333:user/crossrun-worker is not authorized to"
                                    + " perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/crossrun");
                });
    }

    @Test
    void refusesASessionNameOrDurationThatStsWouldNotTake() {
        StsClient sts = sts(Clients.WORKER);
        assertRefused(
                () -> sts.assumeRole(Clients.assumeRole(ContactCenter.CONNECT_ACCOUNT).toBuilder()
                        .roleSessionName("with space")
                        .build()),
                400,
                "ValidationError");
        assertRefused(
                () -> sts.assumeRole(Clients.assumeRole(ContactCenter.CONNECT_ACCOUNT).toBuilder()
                        .durationSeconds(7200)
                        .build()),
                400,
                "ValidationError");
    }

    @Test
    void describesAccountsToTheManagementAccountOnly() {
        OrganizationsClient management = organizations(clients.session(ContactCenter.MANAGEMENT_ACCOUNT));
        assertThat(management.describeAccount(r -> r.accountId("222222222222")).account())
                .satisfies(account -> {
                    assertThat(account.name()).isEqualTo("internal-services");
                    assertThat(account.stateAsString()).isEqualTo("ACTIVE");
                });
        assertThatThrownBy(() -> management.describeAccount(r -> r.accountId("999999999999")))
                .isInstanceOf(AccountNotFoundException.class);
        assertThatThrownBy(() -> organizations(clients.session(ContactCenter.CONNECT_ACCOUNT))
                        .describeAccount(r -> r.accountId("222222222222")))
                .isInstanceOfSatisfying(
                        OrganizationsException.class,
                        e -> assertThat(e.awsErrorDetails().errorMessage())
                                .endsWith(
                                        "because no identity-based policy allows the organizations:DescribeAccount action"));
    }

    @Test
    void failsACallOnDemandAndLogsIt() {
        simulator.faults().add(InjectedFault.of("organizations:DescribeAccount", Kind.THROTTLED));
        OrganizationsClient management = organizations(clients.session(ContactCenter.MANAGEMENT_ACCOUNT));
        assertRefused(
                () -> management.describeAccount(r -> r.accountId("222222222222")), 400, "TooManyRequestsException");
        assertThat(management
                        .describeAccount(r -> r.accountId("222222222222"))
                        .account()
                        .id())
                .isEqualTo("222222222222");
        assertThat(simulator.calls().of("organizations:DescribeAccount"))
                .anySatisfy(call -> assertThat(call.errorCode()).contains("TooManyRequestsException"));
    }

    @Test
    void unsignedCallsLackATokenInTheWordsOfEachProtocol() throws IOException, InterruptedException {
        HttpRequest query = HttpRequest.newBuilder(simulator.endpoint().resolve("/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("Action=ListRoles&Version=2010-05-08"))
                .build();
        HttpRequest rest = HttpRequest.newBuilder(simulator.endpoint().resolve("/instance"))
                .build();
        HttpResponse<String> iam = HTTP.send(query, HttpResponse.BodyHandlers.ofString());
        assertThat(iam.statusCode()).isEqualTo(403);
        assertThat(iam.body()).contains("<Code>MissingAuthenticationToken</Code>");
        HttpResponse<String> connect = HTTP.send(rest, HttpResponse.BodyHandlers.ofString());
        assertThat(connect.statusCode()).isEqualTo(403);
        assertThat(connect.body()).contains("MissingAuthenticationTokenException");
    }

    @Test
    void whatIsNotSimulatedIsRefusedInTheServicesOwnForm() {
        assertRefused(() -> sts(Clients.WORKER).getSessionToken(), 400, "InvalidAction");
        assertRefused(() -> organizations(Clients.WORKER).listRoots(r -> {}), 400, "UnknownOperationException");
        assertRefused(
                () -> connect(Clients.WORKER).listQueues(r -> r.instanceId("x")), 404, "UnknownOperationException");
    }

    private StsClient sts(AwsCredentialsProvider credentials) {
        return clients.client(StsClient.builder(), "eu-west-1", credentials);
    }

    private OrganizationsClient organizations(AwsCredentialsProvider credentials) {
        return clients.client(OrganizationsClient.builder(), "us-east-1", credentials);
    }

    private ConnectClient connect(AwsCredentialsProvider credentials) {
        return clients.client(ConnectClient.builder(), "eu-central-1", credentials);
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }
}
