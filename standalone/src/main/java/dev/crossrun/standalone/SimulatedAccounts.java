package dev.crossrun.standalone;

import dev.crossrun.aws.AccountRole;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.aws.AwsSettings;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.entra.EntraSettings;
import dev.crossrun.entra.TenantCredentials;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.world.ContactCenter;
import io.temporal.activity.Activity;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The accounts of the simulated company, as a worker's settings would name them. */
final class SimulatedAccounts {
    private SimulatedAccounts() {}

    static AwsAccounts accounts(AwsSettings settings, PaceClock paceClock) {
        return new AwsAccounts(
                settings,
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(ContactCenter.ACCESS_KEY_ID, ContactCenter.SECRET_ACCESS_KEY)),
                () -> Optional.ofNullable(
                                Activity.getExecutionContext().getInfo().getWorkflowId())
                        .orElse("crossrun"),
                paceClock);
    }

    static AwsSettings aws(URI endpoint) {
        return new AwsSettings(
                Map.of(
                        new AccountId(ContactCenter.MANAGEMENT_ACCOUNT), role(ContactCenter.MANAGEMENT_ACCOUNT),
                        new AccountId(ContactCenter.CONNECT_ACCOUNT), role(ContactCenter.CONNECT_ACCOUNT),
                        new AccountId(ContactCenter.SUPPORT_ACCOUNT), role(ContactCenter.SUPPORT_ACCOUNT)),
                new Region(ContactCenter.IDENTITY_CENTER_REGION),
                Optional.of(endpoint),
                Map.of());
    }

    /** The simulated company's tenant. */
    static EntraSettings entra(URI endpoint) {
        return new EntraSettings(
                Map.of(
                        ContactCenter.TENANT_ID,
                        TenantCredentials.secret(ContactCenter.CLIENT_ID, ContactCenter.CLIENT_SECRET)),
                Optional.of(endpoint),
                Optional.of(endpoint));
    }

    private static AccountRole role(String account) {
        return new AccountRole(
                "arn:aws:iam::" + account + ":role/" + ContactCenter.ROLE_NAME, Optional.of(ContactCenter.EXTERNAL_ID));
    }
}
