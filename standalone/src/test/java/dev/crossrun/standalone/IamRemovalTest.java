package dev.crossrun.standalone;

import static dev.crossrun.standalone.ActivityBench.CONNECT_ACCOUNT;
import static dev.crossrun.standalone.ActivityBench.MARK;
import static dev.crossrun.standalone.ActivityBench.OTHER;
import static dev.crossrun.standalone.ActivityBench.failure;
import static dev.crossrun.standalone.FederationRun.POLICY_ARN;
import static dev.crossrun.standalone.FederationRun.PROVIDER_ARN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.IamActivities.Named;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.activity.IamActivities.Policy;
import dev.crossrun.activity.IamActivities.Provider;
import dev.crossrun.activity.IamActivities.RemovablePolicy;
import dev.crossrun.activity.IamActivities.RemovableProvider;
import dev.crossrun.activity.IamActivities.RemovableRole;
import dev.crossrun.activity.IamActivities.RoleRequest;
import dev.crossrun.activity.UndoPass;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.effect.Removal.Outcome;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.saml.MetadataDocuments;
import dev.crossrun.simulator.saml.SigningKeys;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taking back what a federation has in IAM. */
class IamRemovalTest {
    private static final Duration DELAY = Duration.ofMinutes(1);
    private static final String ROLE_ARN = "arn:aws:iam::222222222222:role/AmazonConnectFederation";
    private static final String NAME = "AmazonConnectFederation";
    private static final String METADATA = metadata("ins-0123456789abcdef");

    private ActivityBench bench = new ActivityBench();

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void takesBackWhatItMadeAndFindsItGoneTheSecondTime() {
        make(MARK);
        bench.iam.putPolicy(policy(MARK, ContactCenter.MANAGED_INSTANCE_ID));

        assertThat(removals(false)).containsOnly(Removal.removed());

        assertThat(iam().samlProviders().all()).isEmpty();
        assertThat(iam().policies().all()).isEmpty();
        assertThat(iam().roles().all()).extracting(IamRole::name).containsExactly("crossrun");
        assertThat(removals(false)).containsOnly(Removal.gone());
    }

    @Test
    void saysInAPreviewWhatWouldBecomeOfItAndChangesNothing() {
        make(MARK);
        bench.changes();

        assertThat(removals(true)).containsOnly(Removal.removed());

        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void keepsWhatIsAnothersOrNobodys() {
        make(OTHER);

        assertThat(removals(true))
                .containsExactly(
                        Removal.kept("the role AmazonConnectFederation belongs to " + OTHER),
                        Removal.kept("the policy AmazonConnectFederation belongs to " + OTHER),
                        Removal.kept("the SAML provider AmazonConnect belongs to " + OTHER));
        bench.changes();
        assertThat(removals(false)).isEqualTo(removals(true));
        assertThat(bench.changes()).isEmpty();
        IamRole worker = iam().roles().get(ContactCenter.ROLE_NAME).orElseThrow();
        iam().plantRole(NAME, worker.trustPolicy(), worker.inlinePolicies().get("inline"));
        assertThat(removeRole(false))
                .isEqualTo(Removal.kept("the role AmazonConnectFederation does not have Crossrun's mark"));
    }

    @Test
    void keepsARoleThatCarriesMoreThanItsPolicyAndThePolicyAndTheProviderWithIt() {
        make(MARK);
        String other = iam().arn("policy/Other");
        iam().policies().put(other, iam().policies().get(POLICY_ARN).orElseThrow());
        iam().roles().put(NAME, iam().roles().get(NAME).orElseThrow().attach(other));
        bench.changes();

        List<Removal> preview = removals(true);

        assertThat(preview)
                .containsExactly(
                        Removal.kept("the role AmazonConnectFederation carries other policies too: " + other),
                        Removal.kept("the policy AmazonConnectFederation is attached to the role"
                                + " AmazonConnectFederation"),
                        Removal.kept(
                                "the SAML provider AmazonConnect is trusted by the role" + " AmazonConnectFederation"));
        assertThat(removals(false)).isEqualTo(preview);
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void keepsAProviderThatAnotherTeamsRoleTrusts() {
        make(MARK);
        String arn = iam().arn("saml-provider/AmazonConnect");
        iam().plantRole("theirs", trusting("[\"" + arn + "\", \"" + arn + "Test\"]"), "{}");
        iam().plantRole("of-a-namesake", trusting("\"" + arn + "Test\""), "{}");
        Removal kept = Removal.kept("the SAML provider AmazonConnect is trusted by the role theirs");

        assertThat(removals(true)).containsExactly(Removal.removed(), Removal.removed(), kept);
        assertThat(removals(false)).containsExactly(Removal.removed(), Removal.removed(), kept);

        assertThat(iam().samlProviders().all()).hasSize(1);
    }

    private static String trusting(String federated) {
        return """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": %s},
                "Action": "sts:AssumeRoleWithSAML"}]}""".formatted(federated);
    }

    @Test
    void keepsWhatSomebodyElseHasChangedSince() {
        make(MARK);
        ManagedPolicy policy = iam().policies().get(POLICY_ARN).orElseThrow();
        IamRole role = iam().roles().get(NAME).orElseThrow();
        change(POLICY_ARN, policy.defaultDocument().replace("/user/", "/*/"));
        change(role.arn(), role.trustPolicy().replace("eu-central-1", "us-east-1"));
        change(PROVIDER_ARN, metadata("ins-fedcba9876543210"));
        bench.changes();

        List<Removal> preview = removals(true);

        assertThat(preview)
                .containsExactly(
                        Removal.kept("the role AmazonConnectFederation was changed by somebody else since: its trust"
                                + " policy"),
                        Removal.kept("the policy AmazonConnectFederation was changed by somebody else since: its"
                                + " document"),
                        Removal.kept(
                                "the SAML provider AmazonConnect was changed by somebody else since: its metadata"));
        assertThat(removals(false)).isEqualTo(preview);
        assertThat(bench.changes()).isEmpty();
    }

    @Test
    void keepsThePolicyOfARoleThatSomebodyElseHasChangedSince() {
        make(MARK);
        IamRole role = iam().roles().get(NAME).orElseThrow();
        change(role.arn(), role.trustPolicy().replace("eu-central-1", "us-east-1"));

        assertThat(removePolicy(false))
                .isEqualTo(Removal.kept(
                        "the policy AmazonConnectFederation is attached to the role" + " AmazonConnectFederation"));
    }

    @Test
    void keepsARoleThatWasMadeAnew() {
        make(MARK);
        RemovableRole former = removableRole(Optional.of("AROAFORMERLYTHERE0001"));

        assertThat(removeRole(former, false).reason().orElseThrow()).contains("created again");

        String id = iam().roles().get(NAME).orElseThrow().id();
        assertThat(removeRole(removableRole(Optional.of(id)), false)).isEqualTo(Removal.removed());
    }

    @Test
    void finishesWhatACutOffAttemptHasBegun() {
        make(MARK);
        iam().roles().put(NAME, iam().roles().get(NAME).orElseThrow().detach(POLICY_ARN));

        assertThat(removals(false)).containsOnly(Removal.removed());
    }

    @Test
    void keepsAPolicyThatSomethingElseCarries() {
        make(MARK);
        IamRole worker = iam().roles().get(ContactCenter.ROLE_NAME).orElseThrow();
        iam().roles().put(worker.name(), worker.attach(POLICY_ARN));

        assertThat(removals(false))
                .containsExactly(
                        Removal.removed(),
                        Removal.kept("the policy AmazonConnectFederation is attached to the role crossrun"),
                        Removal.removed());
    }

    @Test
    void waitsForTheRoleToBeSeenGoneBeforeThePolicyGoes() {
        bench.close();
        bench = new ActivityBench(settings -> settings.withDelays(DELAY, Duration.ZERO));
        bench.iam.putProvider(provider(MARK));
        bench.iam.putPolicy(policy(MARK, ContactCenter.CONNECT_INSTANCE_ID));
        bench.later(DELAY);
        assertThat(failure(() -> bench.iam.putRole(role(MARK))).getType()).isEqualTo("NOT_READY");
        bench.later(DELAY);
        bench.iam.putRole(role(MARK));
        bench.later(DELAY);

        assertThat(removeRole(false)).isEqualTo(Removal.removed());

        assertThat(removeRole(false)).describedAs("shown still, and gone").isEqualTo(Removal.gone());
        assertThat(failure(() -> removePolicy(false)).getType()).isEqualTo("NOT_READY");
        bench.later(DELAY);
        assertThat(removePolicy(false)).isEqualTo(Removal.removed());
    }

    @Test
    void keepsPolicyAndProviderOfARoleThatThePassHasNotRemoved() {
        make(MARK);

        assertThat(bench.iam.removePolicies(List.of(removablePolicy()), new UndoPass(false, List.of())))
                .containsExactly(Removal.kept(
                        "the policy AmazonConnectFederation is attached to the role AmazonConnectFederation"));
    }

    @Test
    void removesTheOthersOfSeveralThoughOneFails() {
        make(MARK);
        RemovableRole denied = new RemovableRole(
                named(ContactCenter.ROLE_NAME, MARK), ROLE_ARN, POLICY_ARN, List.of(), Optional.empty());

        List<Removal> removals =
                bench.iam.removeRoles(List.of(denied, removableRole(Optional.empty())), new UndoPass(false, List.of()));

        assertThat(removals).extracting(Removal::outcome).containsExactly(Outcome.FAILED, Outcome.REMOVED);
        FailureView failure = removals.get(0).failure().orElseThrow();
        assertThat(failure.message()).startsWith("reading the role crossrun failed: AccessDenied");
        assertThat(failure.remedy().orElseThrow()).contains("Add to the policies of the role `crossrun`");
        assertThat(failure(() -> removeRole(denied, false)).getType()).isEqualTo("NOT_AUTHORIZED");
    }

    @Test
    void leavesARoleThatItMayNotDeleteWithItsPolicySoThatPeopleGoOnSigningIn() {
        make(MARK);
        bench.simulator.faults().add(InjectedFault.of("iam:DeleteRole", Kind.ACCESS_DENIED));
        assertThat(failure(() -> removeRole(false)).getType()).isEqualTo("NOT_AUTHORIZED");
        assertThat(iam().roles().get(NAME).orElseThrow().attachedPolicyArns()).containsExactly(POLICY_ARN);
    }

    private void make(String mark) {
        bench.iam.putProvider(provider(mark));
        bench.iam.putPolicy(policy(mark, ContactCenter.CONNECT_INSTANCE_ID));
        bench.iam.putRole(role(mark));
    }

    /** Role, policy and provider, in the order of undo. */
    private List<Removal> removals(boolean preview) {
        return List.of(
                removeRole(preview),
                removePolicy(preview),
                bench.iam
                        .removeProviders(
                                List.of(new RemovableProvider(
                                        named("AmazonConnect", MARK),
                                        List.of(Sha256.of(METADATA)),
                                        Optional.of(removableRole(Optional.empty())))),
                                afterTheRole(preview))
                        .get(0));
    }

    private Removal removeRole(boolean preview) {
        return removeRole(removableRole(Optional.empty()), preview);
    }

    private Removal removeRole(RemovableRole role, boolean preview) {
        return bench.iam
                .removeRoles(List.of(role), new UndoPass(preview, List.of()))
                .get(0);
    }

    private Removal removePolicy(boolean preview) {
        return bench.iam
                .removePolicies(List.of(removablePolicy()), afterTheRole(preview))
                .get(0);
    }

    private static UndoPass afterTheRole(boolean preview) {
        return new UndoPass(preview, List.of(ROLE_ARN));
    }

    private static RemovableRole removableRole(Optional<String> id) {
        return new RemovableRole(
                named(NAME, MARK), ROLE_ARN, POLICY_ARN, List.of(role(MARK).trustPolicy()), id);
    }

    private static RemovablePolicy removablePolicy() {
        return new RemovablePolicy(
                named(NAME, MARK),
                List.of(
                        policy(MARK, ContactCenter.CONNECT_INSTANCE_ID).document(),
                        policy(MARK, ContactCenter.MANAGED_INSTANCE_ID).document()),
                Optional.of(removableRole(Optional.empty())));
    }

    private static Named named(String name, String mark) {
        return new Named(CONNECT_ACCOUNT, name, mark);
    }

    /** Somebody changes a thing. */
    private void change(String target, String text) {
        bench.simulator
                .faults()
                .add(InjectedFault.of("iam:GetSAMLProvider", Kind.CHANGE_RESOURCE)
                        .withTarget(target)
                        .withText(text));
        bench.iam.findProvider(named("AmazonConnect", MARK));
    }

    private static String metadata(String instance) {
        return MetadataDocuments.identityCenterApplication(
                ContactCenter.IDENTITY_CENTER_REGION,
                ContactCenter.MANAGEMENT_ACCOUNT,
                instance,
                new SigningKeys(Clock.systemUTC())
                        .forIdentityCenterApplication()
                        .certificate());
    }

    private static Provider provider(String mark) {
        return new Provider(
                CONNECT_ACCOUNT,
                "AmazonConnect",
                Document.of("metadata.xml", "application/xml", METADATA.getBytes(StandardCharsets.UTF_8)),
                ours(mark));
    }

    private static Policy policy(String mark, String instance) {
        return new Policy(CONNECT_ACCOUNT, NAME, "Lets people in", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:GetFederationToken",
                "Resource": "arn:aws:connect:eu-central-1:222222222222:instance/%s/user/${aws:userid}"}]}
                """.formatted(instance), ours(mark));
    }

    private static RoleRequest role(String mark) {
        return new RoleRequest(
                CONNECT_ACCOUNT, NAME, "People who were let in", """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Federated": "%s"},
                "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals":
                {"SAML:aud": "https://eu-central-1.signin.aws.amazon.com/saml"}}}]}
                """.formatted(PROVIDER_ARN), POLICY_ARN, ours(mark));
    }

    private static Ownership ours(String mark) {
        return new Ownership(mark, false);
    }

    private Iam iam() {
        return bench.simulator
                .world()
                .requireAccount(ContactCenter.CONNECT_ACCOUNT)
                .iam();
    }
}
