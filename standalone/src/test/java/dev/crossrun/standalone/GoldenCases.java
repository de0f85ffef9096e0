package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.NewCompany;
import dev.crossrun.simulator.world.Seed;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The runs whose records are pinned. Each has a world, a request, and what its three people do. */
final class GoldenCases {
    static final String INSTANCE_BY_HAND = "11111111-2222-4333-8444-555555555555";

    private static final String ROLE = "AmazonConnectFederation";
    private static final String OTHER_ACCOUNT_TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"AWS": "arn:aws:iam::222222222222:root"}}]}""";
    private static final String NOTHING_ALLOWED = "{\"Version\": \"2012-10-17\", \"Statement\": []}";
    private static final String READ_ONE_USER = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:GetUser", "Resource": "*"}]}""";

    private GoldenCases() {}

    /** A case: the folder of its files, the world before it, and the run. */
    record Case(String name, Seed world, Consumer<GoldenStage> run) {}

    static Stream<Case> all() {
        return Stream.of(
                new Case("existing-instance", new ContactCenter(), GoldenCases::existingInstance),
                new Case("everything", new NewCompany(), GoldenCases::everything),
                new Case("plan-only", new NewCompany(), GoldenStage::planOnly),
                new Case("plan-blocked", GoldenCases::plantForeign, GoldenCases::planBlocked),
                new Case("plan-rejected", new NewCompany(), GoldenCases::planRejected),
                new Case("role-and-policy-adopted", GoldenCases::plantForeign, GoldenCases::roleAndPolicyAdopted),
                new Case("denied-and-retried", new ContactCenter(), GoldenCases::deniedAndRetried),
                new Case("instance-made-by-hand", new NewCompany(), GoldenCases::instanceMadeByHand),
                new Case("application-redone", new NewCompany(), GoldenCases::applicationRedone),
                new Case("left-as-it-is", new NewCompany(), GoldenUndoCases::leftAsItIs),
                new Case("undone-before-source-change", new NewCompany(), GoldenUndoCases::beforeSourceChange),
                new Case("undone-after-source-change", new NewCompany(), GoldenUndoCases::afterSourceChange),
                new Case("undone-with-others-changes", GoldenCases::plantPolicy, GoldenUndoCases::withOthersChanges),
                new Case("undone-but-agents", new NewCompany(), GoldenUndoCases::butAgents),
                new Case(
                        "undone-adopted-application",
                        GoldenUndoCases::plantApplication,
                        GoldenUndoCases::adoptedApplication));
    }

    private static void existingInstance(GoldenStage stage) {
        FederationRun run = stage.existingInstance(request -> {});
        stage.at(GoldenStage.APPROVAL, run::approve);
        connect(stage, run);
    }

    private static void everything(GoldenStage stage) {
        WholeRun whole = stage.everything();
        changeSource(stage, whole);
        connect(stage, whole.run);
    }

    private static void planBlocked(GoldenStage stage) {
        FederationRun run = stage.existingInstance(
                request -> request.withArray("agents").addObject().put("username", "mallory@example.com"));
        stage.record().view("blocked");
        stage.answer(run.sam, "preflight.decision.1", FederationRun.object("abort"));
    }

    private static void planRejected(GoldenStage stage) {
        WholeRun whole = stage.newCompany(request -> {});
        ObjectNode reject = FederationRun.object("reject").put("reason", "not this week");
        stage.answer(whole.run.lee, GoldenStage.APPROVAL, reject);
    }

    private static void roleAndPolicyAdopted(GoldenStage stage) {
        FederationRun run = stage.existingInstance(
                request -> request.putArray("adopt").add("federation-policy").add("federation-role"));
        stage.at(GoldenStage.APPROVAL, run::approve);
        connect(stage, run);
    }

    private static void deniedAndRetried(GoldenStage stage) {
        FederationRun run = stage.existingInstance(request -> {});
        run.simulator.faults().add(InjectedFault.of("iam:CreatePolicy", Kind.ACCESS_DENIED));
        stage.at(GoldenStage.APPROVAL, run::approve);
        stage.record().view("stuck");
        stage.answer(run.sam, "federation-policy.decision.1", FederationRun.object("retry"));
        connect(stage, run);
    }

    private static void instanceMadeByHand(GoldenStage stage) {
        WholeRun whole = stage.newCompany(request -> {});
        FederationRun run = whole.run;
        run.simulator
                .faults()
                .add(InjectedFault.of("connect:CreateInstance", Kind.ACCESS_DENIED)
                        .forEver());
        changeSource(stage, whole);
        stage.record().view("stuck");
        run.connectAccount()
                .add(new ConnectInstance(
                        run.world(),
                        ContactCenter.CONNECT_ACCOUNT,
                        ContactCenter.CONNECT_REGION,
                        INSTANCE_BY_HAND,
                        "acme-contact",
                        IdentityManagementType.SAML));
        ObjectNode skip = FederationRun.object("skip").put("instanceId", INSTANCE_BY_HAND);
        stage.answer(run.sam, "connect-instance.decision.1", skip.put("reason", "made by hand"));
        connect(stage, run);
    }

    private static void applicationRedone(GoldenStage stage) {
        WholeRun whole = stage.newCompany(request -> {});
        FederationRun run = whole.run;
        changeSource(stage, whole);
        String application = "connect-application.human-step.2";
        String settings = "application-settings.human-step.2";
        String signIn = "sign-in.human-step.2";
        addApplication(stage, run)
                .at(WholeRun.SETTINGS, () -> map(run, WholeRun.SETTINGS))
                .then(() -> run.redo("connect-application"))
                .at(application, () -> {
                    secondPasses(run);
                    run.submit(application, run.metadata());
                })
                .at(settings, () -> map(run, settings))
                .at(signIn, () -> signIn(run, signIn));
    }

    /** From the approval to people who sign in with Entra. */
    static void changeSource(GoldenStage stage, WholeRun whole) {
        stage.at(GoldenStage.APPROVAL, whole.run::approve)
                .at(WholeRun.METADATA, whole::handInMetadata)
                .at(WholeRun.SOURCE, whole::changeSource)
                .at(WholeRun.TOKEN, whole::handInToken);
    }

    /** From the application in Identity Center to a sign-in of Ada. */
    private static void connect(GoldenStage stage, FederationRun run) {
        addApplication(stage, run)
                .at(WholeRun.SETTINGS, () -> map(run, WholeRun.SETTINGS))
                .at(WholeRun.SIGN_IN, () -> signIn(run, WholeRun.SIGN_IN));
    }

    static GoldenStage addApplication(GoldenStage stage, FederationRun run) {
        String task = WholeRun.APPLICATION;
        return stage.at(task, () -> {
            byte[] metadata = run.addApplication(task);
            secondPasses(run);
            run.submit(task, metadata);
        });
    }

    /** CloudTrail's times are whole seconds: what was done before a task opened is not in its first one. */
    private static void secondPasses(FederationRun run) {
        run.later(Duration.ofSeconds(1));
    }

    static void map(FederationRun run, String task) {
        run.mapRight();
        run.confirm(task);
    }

    private static void signIn(FederationRun run, String task) {
        run.signIn(FederationRun.ADA);
        run.confirmSignIn(task, FederationRun.ADA);
    }

    /** A policy and a role of the names that the run would take, made by somebody else. */
    static void plantForeign(World world) {
        plantPolicy(world);
        world.requireAccount(ContactCenter.CONNECT_ACCOUNT).iam().plantRole(ROLE, OTHER_ACCOUNT_TRUST, READ_ONE_USER);
    }

    private static void plantPolicy(World world) {
        new ContactCenter().plant(world);
        Iam iam = world.requireAccount(ContactCenter.CONNECT_ACCOUNT).iam();
        Instant now = world.now();
        iam.policies()
                .plant(
                        FederationRun.POLICY_ARN,
                        new ManagedPolicy(
                                ROLE,
                                "/",
                                "ANPA0000000000000000F",
                                FederationRun.POLICY_ARN,
                                "",
                                now,
                                now,
                                List.of(new ManagedPolicy.Version("v1", NOTHING_ALLOWED, now)),
                                "v1",
                                1,
                                Map.of()));
    }
}
