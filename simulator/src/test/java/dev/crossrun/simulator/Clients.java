package dev.crossrun.simulator;

import dev.crossrun.simulator.world.ContactCenter;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;

/** Real SDK clients, pointed at a simulator and without retries, so that a test sees each refusal. */
final class Clients {
    static final AwsCredentialsProvider WORKER = StaticCredentialsProvider.create(
            AwsBasicCredentials.create(ContactCenter.ACCESS_KEY_ID, ContactCenter.SECRET_ACCESS_KEY));
    static final String SESSION = "crossrun-test";

    private final URI endpoint;

    Clients(Simulator simulator) {
        this.endpoint = simulator.endpoint();
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, String region, AwsCredentialsProvider credentials) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(20)))
                .overrideConfiguration(configuration -> configuration.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    /** A client of the worker's role in an account. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C inAccount(
            String accountId, B builder, String region) {
        return client(builder, region, session(accountId));
    }

    AwsCredentialsProvider session(String accountId) {
        try (StsClient sts = client(StsClient.builder(), "eu-west-1", WORKER)) {
            Credentials issued = sts.assumeRole(assumeRole(accountId)).credentials();
            return StaticCredentialsProvider.create(AwsSessionCredentials.create(
                    issued.accessKeyId(), issued.secretAccessKey(), issued.sessionToken()));
        }
    }

    static AssumeRoleRequest assumeRole(String accountId) {
        return AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::" + accountId + ":role/" + ContactCenter.ROLE_NAME)
                .roleSessionName(SESSION)
                .externalId(ContactCenter.EXTERNAL_ID)
                .build();
    }
}
