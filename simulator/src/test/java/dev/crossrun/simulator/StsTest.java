package dev.crossrun.simulator;

import static dev.crossrun.simulator.SdkClients.fails;
import static dev.crossrun.simulator.world.ContactCenter.ACCESS_KEY_ID;
import static dev.crossrun.simulator.world.ContactCenter.CONNECT_ACCOUNT;
import static dev.crossrun.simulator.world.ContactCenter.EXTERNAL_ID;
import static dev.crossrun.simulator.world.ContactCenter.ROLE_NAME;
import static dev.crossrun.simulator.world.ContactCenter.SECRET_ACCESS_KEY;
import static dev.crossrun.simulator.world.ContactCenter.TOOLING_ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.sts.StsClient;

class StsTest {
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults());

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void tellsWhoCalls() {
        try (StsClient sts = sts(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY))) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo(TOOLING_ACCOUNT);
        }
        try (StsClient sts = sts(session(CONNECT_ACCOUNT))) {
            assertThat(sts.getCallerIdentity().arn())
                    .isEqualTo("arn:aws:sts::" + CONNECT_ACCOUNT + ":assumed-role/" + ROLE_NAME + "/run-1");
        }
    }

    @Test
    void refusesUnknownKeysAndWrongSecretsAndForeignTokens() {
        refused(AwsBasicCredentials.create("AKIANOBODY", SECRET_ACCESS_KEY), 403, "InvalidClientTokenId");
        refused(AwsBasicCredentials.create(ACCESS_KEY_ID, "wrong"), 403, "SignatureDoesNotMatch");
        AwsSessionCredentials good = session(CONNECT_ACCOUNT);
        refused(
                AwsSessionCredentials.create(good.accessKeyId(), good.secretAccessKey(), "stale"),
                403,
                "InvalidClientTokenId");
    }

    private void refused(AwsCredentials credentials, int status, String code) {
        try (StsClient sts = sts(credentials)) {
            fails(sts::getCallerIdentity, status, code);
        }
    }

    @Test
    void letsNobodyInWithoutTheExternalIdOrForTooLong() {
        try (StsClient sts = sts(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY))) {
            String arn = "arn:aws:iam::" + CONNECT_ACCOUNT + ":role/" + ROLE_NAME;
            fails(
                    () -> sts.assumeRole(
                            r -> r.roleArn(arn).roleSessionName("run-1").externalId("other")),
                    403,
                    "AccessDenied");
            fails(() -> sts.assumeRole(r -> r.roleArn(arn).roleSessionName("run-1")), 403, "AccessDenied");
            fails(
                    () -> sts.assumeRole(
                            r -> r.roleArn(arn + "2").roleSessionName("run-1").externalId(EXTERNAL_ID)),
                    403,
                    "AccessDenied");
            fails(
                    () -> sts.assumeRole(r -> r.roleArn(arn)
                            .roleSessionName("run-1")
                            .externalId(EXTERNAL_ID)
                            .durationSeconds(7200)),
                    400,
                    "ValidationError");
        }
    }

    private AwsSessionCredentials session(String account) {
        return SdkClients.session(simulator, account);
    }

    private StsClient sts(AwsCredentials credentials) {
        return SdkClients.sts(simulator, credentials);
    }
}
