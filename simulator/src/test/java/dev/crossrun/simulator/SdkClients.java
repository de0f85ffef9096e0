package dev.crossrun.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The real SDK's clients, pointed at a simulator. */
final class SdkClients {
    private static final String ALL_OF_IAM = "{\"Effect\": \"Allow\", \"Action\": \"iam:*\", \"Resource\": \"*\"}";

    private SdkClients() {}

    /** A simulator whose worker may do anything in the Connect account's IAM, for tests of IAM and not of permissions. */
    static Simulator startWithAllOfIam(SimulatorSettings settings) {
        Simulator simulator = Simulator.start(settings);
        Iam iam =
                simulator.world().requireAccount(ContactCenter.CONNECT_ACCOUNT).iam();
        IamRole worker = iam.roles().get(ContactCenter.ROLE_NAME).orElseThrow();
        String policy = worker.inlinePolicies()
                .get("inline")
                .replace("\"Statement\": [", "\"Statement\": [" + ALL_OF_IAM + ",");
        iam.plantRole(worker.name(), worker.trustPolicy(), policy);
        return simulator;
    }

    static StsClient sts(Simulator simulator, AwsCredentials credentials) {
        return StsClient.builder()
                .region(Region.of(ContactCenter.CONNECT_REGION))
                .endpointOverride(simulator.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    static IamClient iam(Simulator simulator, Region region, AwsCredentials credentials) {
        return IamClient.builder()
                .region(region)
                .endpointOverride(simulator.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** A client of any service, without retries, so that a test sees each refusal. */
    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            Simulator simulator, B builder, String region, AwsCredentials credentials) {
        return builder.region(Region.of(region))
                .endpointOverride(simulator.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration -> configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    /** Expects AWS's refusal of a call. */
    static void fails(ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }

    /** A session of the worker's role in an account. */
    static AwsSessionCredentials session(Simulator simulator, String account) {
        AwsCredentials worker =
                AwsBasicCredentials.create(ContactCenter.ACCESS_KEY_ID, ContactCenter.SECRET_ACCESS_KEY);
        try (StsClient sts = sts(simulator, worker)) {
            Credentials given = sts.assumeRole(
                            r -> r.roleArn("arn:aws:iam::" + account + ":role/" + ContactCenter.ROLE_NAME)
                                    .roleSessionName("run-1")
                                    .externalId(ContactCenter.EXTERNAL_ID))
                    .credentials();
            return AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        }
    }

    /** A client of a user of the account who may do everything there. */
    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C unlimited(
            Simulator simulator, String account, B builder, String region) {
        String key = "AKIAUNLIMITED" + account.substring(0, 7);
        simulator.world().requireAccount(account).iam().createUser("unlimited", key, "secret", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""");
        return client(simulator, builder, region, AwsBasicCredentials.create(key, "secret"));
    }
}
