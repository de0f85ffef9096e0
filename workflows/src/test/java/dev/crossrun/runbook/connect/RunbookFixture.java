package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.RunName;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.RunDriver;
import dev.crossrun.run.Run;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.RunView;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerResult;
import dev.crossrun.runbook.connect.ConnectFederationRequest.IdentitySource;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Provisioning;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** A run of the runbook, with both accounts in memory. */
abstract class RunbookFixture {
    static final Actor KIM = RunDriver.KIM.actor();
    static final Caller APPROVER = RunDriver.LEE;
    static final Caller ADMINISTRATOR = RunDriver.SAM;

    final FakeCloud cloud = new FakeCloud();
    RunDriver driver;
    Run run;

    @AfterEach
    void stop() {
        if (driver != null) {
            driver.close();
        }
    }

    void start(ConnectFederationRequest request) {
        driver = RunDriver.start(ConnectFederation.RUNBOOK, request.name().value(), request, cloud.activities());
        run = driver.run;
    }

    static ConnectFederationRequest request(List<String> adopt) {
        return new ConnectFederationRequest(
                new RunName("contact-center-prod"),
                new ConnectFederationRequest.Entra(
                        "8500cad3-193d-48a6-8d00-c129b114dc10",
                        Optional.of("17cad0e7-cd2b-4e51-a75d-ba810f3e4045"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Provisioning.NONE),
                new ConnectFederationRequest.IdentityCenter(
                        new AccountId("111111111111"), new Region("eu-west-1"), IdentitySource.ALREADY_ENTRA),
                new ConnectFederationRequest.Connect(
                        new AccountId("222222222222"),
                        new Region("eu-central-1"),
                        Optional.of(new InstanceId("5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                List.of(new ConnectFederationRequest.Agent(
                        new Username("ada@example.com"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of())),
                Optional.of(
                        new ConnectFederationRequest.ApplicationAccess(List.of("Contact Center Agents"), List.of())),
                List.of(),
                adopt,
                Optional.empty());
    }

    void approve() {
        driver.approve();
    }

    AnswerResult submit(String content) {
        driver.awaitTask("connect-application.human-step.1");
        return run.answer(file("connect-application.human-step.1", content));
    }

    AnswerResult confirm(String task, ObjectNode fields) {
        return driver.decide(task, "confirm", fields);
    }

    ObjectNode hash() {
        return driver.approval();
    }

    static ObjectNode fields() {
        return RunDriver.fields();
    }

    Answer answer(String task, String action, Caller by, ObjectNode fields) {
        return driver.answerOf(task, action, by, fields);
    }

    Answer file(String task, String content) {
        Document document = Document.of("metadata.xml", "application/xml", content.getBytes(StandardCharsets.UTF_8));
        return new Answer(
                driver.runId(),
                task,
                "submit",
                ADMINISTRATOR,
                fields(),
                Optional.empty(),
                Optional.of(document),
                document.sha256());
    }

    String refusal(Answer answer) {
        return RunDriver.refused(() -> run.answer(answer)).refusal().name();
    }

    /** Waits until no step runs: the in-memory server loses the end of an activity that crosses its cancellation. */
    void quiet() {
        until(() -> run.view().steps().stream().noneMatch(step -> step.status() == StepStatus.RUNNING));
    }

    boolean isOpen(String task) {
        return driver.isOpen(task);
    }

    RunStatus status() {
        return driver.status();
    }

    RunView ended() {
        return driver.ended();
    }

    static StepView step(RunView view, String id) {
        return RunDriver.step(view, id);
    }

    /** Lets time pass until a task is open. */
    void sleepUntilOpen(String task) {
        until(() -> {
            driver.sleep(Duration.ofMinutes(5));
            return isOpen(task);
        });
    }

    static void until(BooleanSupplier condition) {
        RunDriver.until(condition);
    }
}
