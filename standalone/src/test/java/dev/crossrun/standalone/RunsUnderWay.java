package dev.crossrun.standalone;

import static dev.crossrun.standalone.FederationRun.ADA;
import static dev.crossrun.standalone.FederationRun.GRACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.world.AccountAccess.Change;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Nine temporary accesses and a federation at the same time, each with its people, who go on whatever happens. */
final class RunsUnderWay implements AutoCloseable {
    private static final String APPROVAL = "approve-plan.approval.1";
    private static final List<String> USERS = List.of(ADA, GRACE, "mallory@example.com");
    private static final List<String> SETS = List.of(AccessRun.SET, FiveAccounts.RESPONDER, FiveAccounts.OPERATOR);

    private final Simulator simulator;
    private final Persistent kim;
    private final Persistent lee;
    private final Persistent sam;
    private final List<Run> runs = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> ends = new ArrayList<>();

    /** Starts them, and waits until all of them ask for approval. People reach the API at this address. */
    RunsUnderWay(Simulator simulator, URI api) {
        this.simulator = simulator;
        this.kim = new Persistent(UserProcesses.as("requester", api));
        this.lee = new Persistent(UserProcesses.as("approver", api));
        this.sam = new Persistent(UserProcesses.as("administrator", api));
        for (String set : SETS) {
            for (String user : USERS) {
                runs.add(new Access(user, FiveAccounts.ALL.get(SETS.indexOf(set)), set));
            }
        }
        runs.add(new Federation());
        runs.forEach(run -> run.awaitTask(APPROVAL));
    }

    /** People begin to answer. */
    RunsUnderWay goOn() {
        runs.forEach(run -> ends.add(threads.submit(run::goOn)));
        return this;
    }

    /** Whether people have done all that there is to do. */
    boolean areDone() {
        return ends.stream().allMatch(Future::isDone);
    }

    /** Waits until all have ended as they should, with each effect once and each answer once. */
    void endRight() throws InterruptedException, ExecutionException {
        for (Future<?> end : ends) {
            end.get();
        }
        runs.forEach(Run::check);
    }

    /** A run and what its people answered. */
    private abstract class Run {
        final List<String> answered = new CopyOnWriteArrayList<>();
        String path = "";

        abstract void goOn();

        abstract void check();

        JsonNode awaitTask(String task) {
            return sam.until(
                    path + "/tasks/" + task,
                    shown -> shown.path("state").asText().equals("OPEN"));
        }

        void answer(Persistent who, String task, JsonNode answer) {
            awaitTask(task);
            who.answer(path + "/tasks/" + task, answer);
            answered.add(task);
        }

        void approve() {
            awaitTask(APPROVAL);
            answer(lee, APPROVAL, ScriptedApprover.approval(lee.get(path + "/plan")));
        }

        void awaitStep(String step, String status) {
            kim.until(
                    path,
                    view -> FederationRun.step(view, step)
                            .path("status")
                            .asText()
                            .equals(status));
        }

        void eachAnswerCountsOnce() {
            List<String> counted = new ArrayList<>();
            kim.api().all(path + "/events").forEach(event -> {
                if (event.path("type").asText().equals("TASK_ANSWERED")) {
                    counted.add(event.path("task").asText());
                }
            });
            assertThat(counted).as(path).containsExactlyInAnyOrderElementsOf(answered);
        }
    }

    private final class Access extends Run {
        private final String user;
        private final String account;
        private final String set;

        Access(String user, String account, String set) {
            this.user = user;
            this.account = account;
            this.set = set;
            ObjectNode request = AccessRun.request()
                    .put("name", set.toLowerCase(Locale.ROOT) + "-" + USERS.indexOf(user))
                    .put("user", user);
            ObjectNode access = (ObjectNode) request.at("/access/0");
            access.put("permissionSet", set).putArray("accountIds").add(account);
            path = "/v1/runs/"
                    + kim.api()
                            .post(
                                    "/v1/runbooks/temporary-access/runs",
                                    request.toString().getBytes(StandardCharsets.UTF_8),
                                    Optional.empty())
                            .path("id")
                            .asText();
        }

        @Override
        void goOn() {
            approve();
            awaitStep("grant", "DONE");
            AccessKey session = simulator.access().open(user, account, set).orElseThrow();
            answer(kim, "window.offer.1", AccessRun.action("end").put("reason", "solved"));
            awaitStep("revoke", "DONE");
            assertThat(simulator.access().may(session, AccessRun.REGION, "connect:ListUsers"))
                    .as("%s has %s on %s", user, set, account)
                    .isFalse();
        }

        @Override
        void check() {
            assertThat(simulator.access().permissionSets(user, account)).doesNotContain(set);
            assertThat(changes()).as(path).extracting(Change::creation).containsExactly(true, false);
            eachAnswerCountsOnce();
        }

        private List<Change> changes() {
            IdentityCenter center = center();
            String id = center.userByName(user).orElseThrow().id();
            String arn = center.permissionSetByName(set).orElseThrow().arn();
            return center.accountAccess().changes().stream()
                    .filter(change -> change.assignment().principalId().equals(id))
                    .filter(change -> change.assignment().accountId().equals(account))
                    .filter(change -> change.assignment().permissionSetArn().equals(arn))
                    .toList();
        }
    }

    private final class Federation extends Run {
        private final FederationRun federation = new FederationRun(
                simulator, kim.api(), lee.api(), sam.api(), FederationRun.example(), Optional.empty(), () -> {});

        Federation() {
            path = federation.path;
        }

        @Override
        void goOn() {
            approve();
            String application = "connect-application.human-step.1";
            federation.addApplication(awaitTask(application));
            sam.submit(path + "/tasks/" + application, FederationRun.object("submit"), federation.metadata());
            answered.add(application);
            String settings = "application-settings.human-step.1";
            awaitTask(settings);
            federation.mapRight();
            answer(sam, settings, FederationRun.object("confirm"));
            String signIn = "sign-in.human-step.1";
            awaitTask(signIn);
            federation.signIn(ADA);
            answer(sam, signIn, FederationRun.object("confirm").put("username", ADA));
            kim.until(path, view -> view.hasNonNull("closedAt"));
        }

        @Override
        void check() {
            assertThat(kim.get(path).path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(federation.connectAccount().iam().roles().all()).hasSize(2);
            assertThat(federation.connectAccount().iam().policies().all()).hasSize(1);
            assertThat(federation.connectAccount().iam().samlProviders().all()).hasSize(1);
            assertThat(Stream.of("iam:CreateRole", "iam:CreatePolicy", "iam:CreateSAMLProvider")
                            .map(simulator.calls()::of)
                            .map(calls -> calls.stream()
                                    .filter(call -> call.status() < 300)
                                    .count()))
                    .containsOnly(1L);
            assertThat(center().applications().all())
                    .extracting(SamlApplication::displayName)
                    .containsOnlyOnce(FederationRun.APPLICATION);
            eachAnswerCountsOnce();
        }
    }

    private IdentityCenter center() {
        return simulator.world().identityCenter().orElseThrow();
    }

    List<String> paths() {
        return runs.stream().map(run -> run.path).toList();
    }

    /** How many answers people know the verdict of. */
    int answered() {
        return runs.stream().mapToInt(run -> run.answered.size()).sum();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
