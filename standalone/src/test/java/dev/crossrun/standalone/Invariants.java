package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.Calls;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.SamlApplication;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What holds after every bad day, whatever went wrong in it. */
final class Invariants {
    private static final Pattern READ = Pattern.compile(
            "[a-z]+:(Get|List|Describe|Search|Lookup|Simulate|get|list|AssumeRole|token|federationMetadata).*");

    private static final Set<String> ENDS = Set.of("SUCCEEDED", "ABORTED", "UNDONE", "REJECTED");

    private static final Set<Kind> CHANGES =
            Set.of(Kind.DELETE_RESOURCE, Kind.REPLACE_RESOURCE, Kind.UNTAG_RESOURCE, Kind.CHANGE_RESOURCE);

    private final BadDay day;
    private final JsonNode ended;
    private final boolean changedBehindItsBack;

    Invariants(BadDay day, JsonNode ended) {
        this.day = day;
        this.ended = ended;
        this.changedBehindItsBack = day.site.simulator().faults().met().stream()
                .map(Faults.Met::kind)
                .anyMatch(CHANGES::contains);
    }

    void hold() {
        assertThat(ENDS).contains(status());
        nothingChangedBeforeTheApproval();
        nothingIsThereTwice();
        everythingNewIsInTheLedger();
        everyAnswerHasItsActor();
        noSecretIsSeen();
        if (status().equals("REJECTED")) {
            nothingWasChangedAtAll();
        }
        if (status().equals("SUCCEEDED")) {
            signInWorks();
        }
        if (status().equals("UNDONE")) {
            nothingRemainsButWhatIsTold();
        }
        whatWasThereBeforeIsThere();
    }

    private String status() {
        return ended.path("status").asText();
    }

    private Account connect() {
        return day.run.connectAccount();
    }

    private void nothingChangedBeforeTheApproval() {
        List<Calls.Call> calls = day.site.simulator().calls().all();
        int before = day.callsBeforeApproval.orElse(calls.size());
        assertThat(calls.subList(0, before))
                .extracting(Calls.Call::operation)
                .as("calls before the approval")
                .allMatch(operation -> READ.matcher(operation).matches());
    }

    private void nothingWasChangedAtAll() {
        assertThat(day.site.simulator().calls().all())
                .extracting(Calls.Call::operation)
                .as("calls of a run that was rejected")
                .allMatch(operation -> READ.matcher(operation).matches());
    }

    private void nothingIsThereTwice() {
        day.run
                .world()
                .entra()
                .ifPresent(entra -> assertThat(entra.applications().all())
                        .filteredOn(application -> application.displayName().contains("contact-center-prod"))
                        .hasSizeLessThan(2));
        assertThat(connect().connectInstances())
                .filteredOn(instance -> instance.alias().equals("acme-contact"))
                .hasSizeLessThan(2)
                .allSatisfy(instance -> assertThat(instance.users().all())
                        .extracting(ConnectUser::username)
                        .doesNotHaveDuplicates());
        assertThat(day.run.identityCenter().accountAssignments()).doesNotHaveDuplicates();
    }

    private void everythingNewIsInTheLedger() {
        Set<String> effects = new HashSet<>();
        Stream.concat(Stream.of(ended), day.terminated.stream())
                .flatMap(view -> StreamSupport.stream(view.path("steps").spliterator(), false))
                .forEach(step -> effects.addAll(step.path("effects").findValuesAsText("what")));
        connect().iam().roles().all().stream()
                .filter(role -> role.tags().containsKey("crossrun:run"))
                .forEach(role -> assertThat(effects).contains(role.arn()));
        connect().iam().policies().all().stream()
                .filter(policy -> policy.tags().containsKey("crossrun:run"))
                .forEach(policy -> assertThat(effects).contains(policy.arn()));
        connect().iam().samlProviders().all().stream()
                .filter(provider -> provider.tags().containsKey("crossrun:run"))
                .forEach(provider -> assertThat(effects).contains(provider.arn()));
        if (day.schedule.whole()) {
            newInTheCompany(effects);
        }
    }

    /** Of a company that had nothing, everything is the run's, but what somebody else made meanwhile. */
    private void newInTheCompany(Set<String> effects) {
        connect().connectInstances().forEach(instance -> {
            assertThat(effects).contains("Connect instance " + instance.alias());
            instance.users().all().stream()
                    .filter(user -> user.tags().containsKey("crossrun:run"))
                    .forEach(user -> assertThat(effects).anyMatch(effect -> effect.contains(user.username())));
        });
        day.run
                .world()
                .entra()
                .orElseThrow()
                .applications()
                .all()
                .forEach(application -> assertThat(effects).contains("Entra application " + application.displayName()));
        day.run.identityCenter().accountAssignments().stream()
                .filter(assignment -> assignment.accountId().equals(ContactCenter.CONNECT_ACCOUNT))
                .forEach(assignment ->
                        assertThat(effects).anyMatch(effect -> effect.endsWith("GROUP/" + assignment.principalId())));
    }

    private void everyAnswerHasItsActor() {
        assertThat(day.run.kim.get(day.run.path + "/events").path("items"))
                .filteredOn(event -> event.path("type").asText().equals("TASK_ANSWERED"))
                .allSatisfy(
                        event -> assertThat(event.at("/actor/name").asText()).contains("@"));
    }

    private void noSecretIsSeen() {
        day.hands.token().ifPresent(token -> {
            assertThat(ended.toString() + day.run.kim.get(day.run.path + "/events"))
                    .doesNotContain(token);
            assertThat(WholeFederationTest.decoded(day.site
                            .temporal()
                            .fetchHistory("connect-federation.contact-center-prod")
                            .toJson(true)))
                    .doesNotContain(token);
            assertThat(LeakingLogs.of(token)).isEmpty();
        });
    }

    private void signInWorks() {
        assertThat(day.run.signIn(FederationRun.ADA).path("outcome").asText()).isEqualTo("CONNECT");
        assertThat(day.run.signIn(FederationRun.GRACE).path("outcome").asText()).isEqualTo("CONNECT");
        assertThat(day.run.signIn("mallory@example.com").path("outcome").asText())
                .isEqualTo("REFUSED");
    }

    /** A thing that somebody else changed meanwhile may stay, if the undo tells of it. */
    private void nothingRemainsButWhatIsTold() {
        List<String> kept = new ArrayList<>();
        day.run.kim.get(day.run.path + "/undo").path("items").forEach(item -> {
            if (item.path("action").asText().equals("KEEP")) {
                kept.add(item.path("effect").asText());
            }
        });
        if (!changedBehindItsBack) {
            assertThat(connect().iam().roles().all())
                    .filteredOn(role -> role.tags().containsKey("crossrun:run"))
                    .allSatisfy(role -> assertThat(kept).contains(role.arn()));
            assertThat(connect().iam().samlProviders().all())
                    .allSatisfy(provider -> assertThat(kept).contains(provider.arn()));
            assertThat(connect().iam().policies().all())
                    .allSatisfy(policy -> assertThat(kept).contains(policy.arn()));
        }
        if (!day.hands.assigned()) {
            assertThat(day.run.identityCenter().applications().all())
                    .flatExtracting(SamlApplication::assignments)
                    .allSatisfy(assignment ->
                            assertThat(kept).anyMatch(effect -> effect.endsWith("/" + assignment.principalId())));
        }
        if (day.schedule.whole()) {
            nothingRemainsInTheCompany(kept);
        }
    }

    private void nothingRemainsInTheCompany(List<String> kept) {
        connect().connectInstances().forEach(instance -> {
            assertThat(kept).contains("Connect instance " + instance.alias());
            assertThat(instance.users().all())
                    .filteredOn(user -> user.tags().containsKey("crossrun:run"))
                    .allSatisfy(user -> assertThat(kept).contains("Connect user " + user.username()));
        });
        assertThat(day.run.identityCenter().accountAssignments())
                .filteredOn(assignment -> assignment.accountId().equals(ContactCenter.CONNECT_ACCOUNT))
                .allSatisfy(assignment ->
                        assertThat(kept).anyMatch(effect -> effect.endsWith("GROUP/" + assignment.principalId())));
        EntraTenant entra = day.run.world().entra().orElseThrow();
        assertThat(entra.applications().all())
                .allSatisfy(application -> assertThat(kept).contains("Entra application " + application.displayName()));
        if (entra.applications().all().isEmpty()) {
            assertThat(entra.assignments().all()).isEmpty();
            assertThat(entra.jobs().all()).isEmpty();
        }
    }

    private void whatWasThereBeforeIsThere() {
        assertThat(connect().iam().roles().all()).anyMatch(role -> role.arn().endsWith(":role/crossrun"));
        assertThat(day.run.identityCenter().permissionSets().all()).isNotEmpty();
        if (!day.schedule.whole()) {
            ConnectInstance instance = connect().connectInstances().get(0);
            assertThat(instance.id()).isEqualTo(ContactCenter.CONNECT_INSTANCE_ID);
            assertThat(instance.users().all()).hasSize(2);
            assertThat(day.run.identityCenter().users().all()).hasSize(3);
        }
    }
}
