package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.EntraActivities.PeopleQuery;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.Place;
import dev.crossrun.aws.AccountRole;
import dev.crossrun.aws.AwsAccounts;
import dev.crossrun.aws.AwsSettings;
import dev.crossrun.aws.ConnectActivitiesImpl;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.entra.EntraActivitiesImpl;
import dev.crossrun.entra.EntraTenants;
import dev.crossrun.pace.PaceClock;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.temporal.SealingKeys;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What the real clients make of refusals, as the simulator words them. */
class RemedyTest {
    private static final Place CONNECT =
            new Place(new AccountId(ContactCenter.CONNECT_ACCOUNT), new Region("eu-central-1"));

    @Test
    void aStuckStepNamesTheStatementThatTheRoleLacks() {
        Stack stack = TestStack.start(SimulatorSettings.defaults());
        Iam iam = stack.simulator()
                .world()
                .requireAccount(CONNECT.account().value())
                .iam();
        change(iam, policy -> policy.replace("\"iam:CreateSAMLProvider\",", ""));
        try (FederationRun run = new FederationRun(stack, FederationRun.example())) {
            run.approve();
            run.submit("connect-application.human-step.1", run.addApplication("connect-application.human-step.1"));
            assertThat(run.task("saml-provider.decision.1").path("instructions").asText())
                    .startsWith("creating the SAML provider AmazonConnect failed: AccessDenied: User: arn:aws:sts::")
                    .contains(
                            "What would fix it: Add to the policies of the role `crossrun` in account 222222222222 the"
                                    + " statement `{\"Effect\":\"Allow\",\"Action\":\"iam:CreateSAMLProvider\",\"Resource\":"
                                    + "\"arn:aws:iam::222222222222:saml-provider/AmazonConnect\"}`, then try again.");
        }
    }

    @Test
    void anExplicitDenyIsToldAsOne() {
        try (Stack stack = TestStack.start(SimulatorSettings.defaults())) {
            change(
                    stack.simulator()
                            .world()
                            .requireAccount(CONNECT.account().value())
                            .iam(),
                    policy -> policy.replaceFirst(
                            "\"Statement\"\\s*:\\s*\\[",
                            "\"Statement\": [{\"Effect\": \"Deny\", \"Action\": \"connect:*\", \"Resource\": \"*\"},"));
            assertThat(remedy(() -> create(stack)))
                    .contains("would not help: an explicit deny in the identity-based policy");
        }
    }

    @Test
    void aQuotaIsNamedWithItsCodeAndValue() {
        try (Stack stack = TestStack.start(SimulatorSettings.defaults())) {
            stack.simulator()
                    .world()
                    .requireAccount(CONNECT.account().value())
                    .applyQuota("eu-central-1", "L-AA17A6B9", 1);
            assertThat(remedy(() -> create(stack)))
                    .contains("(`connect`, `L-AA17A6B9`) of account 222222222222, which is 1, at");
        }
    }

    @Test
    void aQuotaIsNamedEvenWhereItsValueMayNotBeRead() {
        try (Stack stack = TestStack.start(SimulatorSettings.defaults())) {
            var account =
                    stack.simulator().world().requireAccount(CONNECT.account().value());
            account.applyQuota("eu-central-1", "L-AA17A6B9", 1);
            change(account.iam(), policy -> policy.replace("\"servicequotas:GetServiceQuota\"", "\"sts:TagSession\""));
            assertThat(remedy(() -> create(stack))).contains("(`connect`, `L-AA17A6B9`) of account 222222222222, at");
        }
    }

    @Test
    void aMissingPermissionOfGraphIsNamedByWhatWasAsked() {
        try (Stack stack = TestStack.start(SimulatorSettings.defaults())) {
            stack.simulator().world().entra().orElseThrow().revoke("User.ReadBasic.All");
            EntraActivitiesImpl entra = new EntraActivitiesImpl(
                    new EntraTenants(SimulatedAccounts.entra(stack.simulator().secureEndpoint()), PaceClock.SYSTEM),
                    SealingKeys.none(),
                    Clock.systemUTC());
            PeopleQuery query = new PeopleQuery(ContactCenter.TENANT_ID, List.of("ada@example.com"), List.of());
            assertThat(remedy(() -> entra.findPeople(query)))
                    .contains("`User.ReadBasic.All` and `GroupMember.Read.All`", "consent to it");
        }
    }

    private static void create(Stack stack) {
        AwsSettings settings = new AwsSettings(
                Map.of(
                        CONNECT.account(),
                        new AccountRole(
                                "arn:aws:iam::222222222222:role/" + ContactCenter.ROLE_NAME,
                                Optional.of(ContactCenter.EXTERNAL_ID))),
                new Region("eu-central-1"),
                Optional.of(stack.simulator().endpoint()),
                Map.of());
        StaticCredentialsProvider own = StaticCredentialsProvider.create(
                AwsBasicCredentials.create(ContactCenter.ACCESS_KEY_ID, ContactCenter.SECRET_ACCESS_KEY));
        try (AwsAccounts accounts = new AwsAccounts(settings, own, () -> "run", PaceClock.SYSTEM)) {
            new ConnectActivitiesImpl(accounts, Clock.systemUTC())
                    .putInstance(new NewInstance(
                            new Alias(CONNECT, "one-more", "run"),
                            true,
                            true,
                            "token",
                            new Ownership("run", false),
                            false));
        }
    }

    private static String remedy(ThrowingCallable call) {
        ApplicationFailure failure = catchThrowableOfType(ApplicationFailure.class, call);
        return FailureType.error(failure).remedy().orElseThrow();
    }

    private static String policy(Iam iam) {
        return iam.roles()
                .get(ContactCenter.ROLE_NAME)
                .orElseThrow()
                .inlinePolicies()
                .get("inline");
    }

    private static void change(Iam iam, UnaryOperator<String> policy) {
        String trust = iam.roles().get(ContactCenter.ROLE_NAME).orElseThrow().trustPolicy();
        iam.plantRole(ContactCenter.ROLE_NAME, trust, policy.apply(policy(iam)));
    }
}
