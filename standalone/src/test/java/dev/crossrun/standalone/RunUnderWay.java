package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.world.IdentityCenter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A run and what its people answered: they go on whatever happens. */
abstract class RunUnderWay {
    static final String APPROVAL = "approve-plan.approval.1";

    /** The people of runs, at one address of the API. */
    record Crew(Persistent kim, Persistent lee, Persistent sam) {
        static Crew at(URI api) {
            return new Crew(
                    new Persistent(UserProcesses.as("requester", api)),
                    new Persistent(UserProcesses.as("approver", api)),
                    new Persistent(UserProcesses.as("administrator", api)));
        }
    }

    final Simulator simulator;
    final Crew people;
    final String path;
    private final List<String> answered = new CopyOnWriteArrayList<>();

    RunUnderWay(Simulator simulator, Crew people, String path) {
        this.simulator = simulator;
        this.people = people;
        this.path = path;
    }

    /** Its people answer everything, and see it end. */
    final void goOn() {
        answerAll();
        awaitSuccess();
    }

    /** It ends as it should, with each effect once and each answer once. */
    final void check() {
        awaitSuccess();
        eachEffectIsThereOnce();
        eachAnswerCountsOnce();
    }

    abstract void answerAll();

    abstract void eachEffectIsThereOnce();

    final JsonNode awaitTask(String task) {
        return people.sam()
                .until(
                        path + "/tasks/" + task,
                        shown -> shown.path("state").asText().equals("OPEN"));
    }

    final void answer(Persistent who, String task, JsonNode answer) {
        awaitTask(task);
        who.answer(path + "/tasks/" + task, answer);
        answered.add(task);
    }

    final void answered(String task) {
        answered.add(task);
    }

    final String id() {
        return path.substring("/v1/runs/".length());
    }

    /** How many answers people know the verdict of. */
    final int answers() {
        return answered.size();
    }

    /** What was answered since then is lost. */
    final void forgetAnswersAfter(int count) {
        answered.subList(count, answered.size()).clear();
    }

    final void approve() {
        awaitTask(APPROVAL);
        answer(people.lee(), APPROVAL, ScriptedApprover.approval(people.lee().get(path + "/plan")));
    }

    final void awaitStep(String step, String status) {
        people.kim()
                .until(
                        path,
                        view -> FederationRun.step(view, step)
                                .path("status")
                                .asText()
                                .equals(status));
    }

    /** The ids of the steps that it has. */
    final List<String> steps() {
        List<String> ids = new ArrayList<>();
        people.kim()
                .get(path)
                .path("steps")
                .forEach(step -> ids.add(step.path("id").asText()));
        return ids;
    }

    final void awaitSuccess() {
        awaitEnd("SUCCEEDED");
    }

    final void awaitEnd(String status) {
        JsonNode ended = people.kim().until(path, view -> view.hasNonNull("closedAt"));
        assertThat(ended.path("status").asText()).as(path).isEqualTo(status);
    }

    /** One that could not be checked at the time was refused, and its task stayed open. */
    final void eachAnswerCountsOnce() {
        List<String> counted = new ArrayList<>();
        people.kim()
                .api()
                .get(path + "/record")
                .path("tasks")
                .forEach(task -> task.path("answers").forEach(answer -> {
                    if (answer.path("accepted").asBoolean()) {
                        counted.add(task.path("id").asText());
                    }
                }));
        assertThat(counted).as(path).containsExactlyInAnyOrderElementsOf(answered);
    }

    final IdentityCenter center() {
        return simulator.world().identityCenter().orElseThrow();
    }
}
