package dev.crossrun.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.service.Service;
import dev.crossrun.simulator.service.ServiceCall;
import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.world.World;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.ResourceNotFoundException;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.servicequotas.ServiceQuotasClient;
import software.amazon.awssdk.services.ssoadmin.SsoAdminClient;

class JsonProtocolsTest {
    private final World world = new World(Clock.systemUTC(), Duration.ZERO, Duration.ZERO);
    private final List<ServiceCall> seen = new ArrayList<>();
    private final HttpServer server = new HttpServer(
            "127.0.0.1",
            0,
            Duration.ZERO,
            List.of(new ApiSurface(
                    world,
                    new Faults(world),
                    new CallLog(),
                    List.of(
                            new Recorder("organizations"),
                            new Recorder("sso"),
                            new Recorder("identitystore"),
                            new Recorder("cloudtrail"),
                            new Recorder("servicequotas"),
                            new Recorder("connect")))),
            Optional.empty(),
            () -> {});

    /** A service that knows all operations but one and answers nothing. */
    private final class Recorder implements Service {
        private final String prefix;

        private Recorder(String prefix) {
            this.prefix = prefix;
        }

        @Override
        public String actionPrefix() {
            return prefix;
        }

        @Override
        public boolean has(String operation) {
            return !operation.equals("ListRoots");
        }

        @Override
        public String resource(ServiceCall call) {
            return "*";
        }

        @Override
        public boolean readOnly(String operation) {
            return true;
        }

        @Override
        public Optional<ObjectNode> handle(ServiceCall call) {
            seen.add(call);
            if (call.operation().equals("DescribeUser")) {
                throw new ServiceError(404, "ResourceNotFoundException", "no such user");
            }
            return Optional.of(JsonNodeFactory.instance.objectNode().put("NextToken", "more"));
        }
    }

    @BeforeEach
    void start() {
        world.createAccount("123456789012", "only");
        world.requireAccount("123456789012").iam().createUser("bob", "AKIABOB", "secret", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"},
                 {"Effect": "Deny", "Action": ["connect:ListUsers", "identitystore:ListUsers"], "Resource": "*"}]}""");
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void findsEveryServiceAndOperation() {
        client(OrganizationsClient.builder()).describeAccount(r -> r.accountId("123456789012"));
        client(SsoAdminClient.builder()).listInstances(r -> r.maxResults(7));
        client(IdentitystoreClient.builder()).listGroups(r -> r.identityStoreId("d-1234567890"));
        client(CloudTrailClient.builder()).lookupEvents(r -> r.maxResults(3));
        client(ServiceQuotasClient.builder())
                .getServiceQuota(r -> r.serviceCode("connect").quotaCode("L-1"));
        assertThat(seen)
                .extracting(ServiceCall::operation)
                .containsExactly("DescribeAccount", "ListInstances", "ListGroups", "LookupEvents", "GetServiceQuota");
        assertThat(seen.get(1).input().path("MaxResults").asInt()).isEqualTo(7);
    }

    @Test
    void readsMembersFromPathAndQueryAndBody() {
        ConnectClient connect = client(ConnectClient.builder());
        assertThat(connect.listInstances(r -> r.maxResults(5).nextToken("a b/+="))
                        .nextToken())
                .isEqualTo("more");
        connect.describeInstance(r -> r.instanceId("i-1"));
        connect.searchUsers(r -> r.instanceId("i-1").maxResults(9));
        connect.listRoutingProfiles(r -> r.instanceId("i-1"));
        connect.listSecurityProfiles(r -> r.instanceId("i-1"));
        assertThat(seen.get(0).input().path("MaxResults").isInt()).isTrue();
        assertThat(seen.get(0).input().path("NextToken").asText()).isEqualTo("a b/+=");
        assertThat(seen.get(1).input().path("InstanceId").asText()).isEqualTo("i-1");
        assertThat(seen.get(2).input().path("MaxResults").asInt()).isEqualTo(9);
        assertThatThrownBy(() -> connect.describeUser(r -> r.instanceId("i-1").userId("ü 1")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(seen.get(5).input().path("UserId").asText()).isEqualTo("ü 1");
    }

    @Test
    void refusesAsEachProtocolDoes() {
        refused(
                () -> client(ConnectClient.builder()).listUsers(r -> r.instanceId("i-1")),
                403,
                "AccessDeniedException");
        IdentitystoreClient store = client(IdentitystoreClient.builder());
        refused(() -> store.listUsers(r -> r.identityStoreId("d-1234567890")), 400, "AccessDeniedException");
        refused(() -> client(OrganizationsClient.builder()).listRoots(), 400, "UnknownOperationException");
        AwsBasicCredentials nobody = AwsBasicCredentials.create("AKIANOBODY", "secret");
        refused(
                () -> client(ConnectClient.builder(), nobody).listInstances(r -> r.maxResults(1)),
                403,
                "UnrecognizedClientException");
        refused(() -> client(OrganizationsClient.builder(), nobody).listRoots(), 400, "UnrecognizedClientException");
        AwsBasicCredentials wrong = AwsBasicCredentials.create("AKIABOB", "wrong");
        refused(() -> client(OrganizationsClient.builder(), wrong).listRoots(), 400, "InvalidSignatureException");
    }

    private static void refused(Runnable call, int status, String code) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, AwsBasicCredentials.create("AKIABOB", "secret"));
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, AwsBasicCredentials credentials) {
        return builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
