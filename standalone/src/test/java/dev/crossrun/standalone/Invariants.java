package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.simulator.CallLog;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.entra.SynchronizationJob;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.SamlProvider;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What holds after every bad day, whatever went wrong in it. */
final class Invariants {
    private static final Pattern READ = Pattern.compile(
            "[a-z]+:(Get|List|Describe|Search|Lookup|Simulate|get|list|AssumeRole|token|federationMetadata).*");

    private static final Set<String> ENDS = Set.of("SUCCEEDED", "ABORTED", "UNDONE", "REJECTED");

    private static final Set<String> DECISIONS =
            Set.of("TASK_ANSWERED", "APPROVED", "STEP_SKIPPED", "STEP_REDONE", "INPUT_CORRECTED", "ABORT_REQUESTED");

    private static final Set<Kind> CHANGES =
            Set.of(Kind.DELETE_RESOURCE, Kind.REPLACE_RESOURCE, Kind.UNTAG_RESOURCE, Kind.CHANGE_RESOURCE);

    /** Effects that {@link #whatIsToldIsSo} can look up. */
    private static final Pattern LOOKED_UP = Pattern.compile(
            "(arn:aws:iam:|Connect instance |Connect user |Entra application |SAML sign-on of |Signing certificate of ).*");

    private final BadDay day;
    private final JsonNode ended;

    /** By their ARNs. */
    private final Set<String> changedBehindItsBack;

    Invariants(BadDay day, JsonNode ended) {
        this.day = day;
        this.ended = ended;
        this.changedBehindItsBack = day.site.simulator().faults().met().stream()
                .filter(met -> CHANGES.contains(met.kind()))
                .map(Faults.Met::resource)
                .collect(Collectors.toSet());
    }

    void hold() {
        assertThat(ENDS).contains(status());
        nothingChangedBeforeTheApproval();
        nothingIsThereTwice();
        everythingNewIsInTheLedger();
        everyDecisionHasItsActor();
        noSecretIsSeen();
        if (status().equals("REJECTED")) {
            nothingWasChangedAtAll();
            assertThat(rejections()).isEqualTo(day.schedule.approver() == Schedule.Approver.REJECTS ? 1 : 0);
        }
        if (status().equals("SUCCEEDED")) {
            signInWorks();
        }
        if (status().equals("UNDONE")) {
            nothingRemainsButWhatIsTold();
        }
        stepsTellWhatBecameOfThem();
        whomSomebodyElseMadeIsThere();
        if (day.undoRefused) {
            assertThat(status()).isEqualTo("ABORTED");
            assertThat(ended.findValuesAsText("state")).doesNotContain("UNDONE");
        }
        assertThat(Inventory.of(day.run.world())).as("what was there before").containsAll(day.before);
        itsHistoryReplays();
    }

    private String status() {
        return ended.path("status").asText();
    }

    private void whomSomebodyElseMadeIsThere() {
        boolean made = day.site.simulator().faults().met().stream().anyMatch(met -> met.kind() == Kind.ADD_AGENT);
        if (made) {
            assertThat(connect().connectInstances())
                    .flatExtracting(instance -> instance.users().all())
                    .extracting(ConnectUser::username)
                    .contains("alan@example.com");
        }
    }

    private void stepsTellWhatBecameOfThem() {
        for (JsonNode step : ended.path("steps")) {
            String stands = step.path("status").asText();
            assertThat(stands).isNotIn("RUNNING", "VERIFYING", "UNDOING", "WAITING");
            if (status().equals("UNDONE")
                    && step.path("effects").findValuesAsText("state").contains("UNDONE")) {
                assertThat(stands).isIn("UNDONE", "KEPT");
            }
        }
    }

    private Account connect() {
        return day.run.connectAccount();
    }

    private void nothingChangedBeforeTheApproval() {
        List<CallLog.Call> calls = day.site.simulator().calls().all();
        int before = day.callsBeforeApproval.orElse(calls.size());
        assertThat(calls.subList(0, before))
                .extracting(CallLog.Call::operation)
                .as("calls before the approval")
                .allMatch(operation -> READ.matcher(operation).matches());
    }

    private void nothingWasChangedAtAll() {
        assertThat(day.site.simulator().calls().all())
                .extracting(CallLog.Call::operation)
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
        day.run.world().entra().ifPresent(this::nothingOfAnApplicationIsThereTwice);
        assertThat(connect().connectInstances())
                .filteredOn(instance -> instance.alias().equals("acme-contact"))
                .hasSizeLessThan(2)
                .allSatisfy(instance -> assertThat(instance.users().all())
                        .extracting(ConnectUser::username)
                        .doesNotHaveDuplicates());
        assertThat(day.run.identityCenter().accountAssignments()).doesNotHaveDuplicates();
    }

    private void nothingOfAnApplicationIsThereTwice(EntraTenant entra) {
        assertThat(entra.jobs().all())
                .extracting(SynchronizationJob::servicePrincipalId)
                .doesNotHaveDuplicates();
        assertThat(entra.servicePrincipals().all())
                .allSatisfy(each -> assertThat(each.keys()).hasSizeLessThan(2));
        assertThat(entra.assignments().all())
                .extracting(each -> each.servicePrincipalId() + " " + each.principalId())
                .doesNotHaveDuplicates();
        assertThat(day.run.identityCenter().applications().all())
                .allSatisfy(each -> assertThat(each.assignments()).doesNotHaveDuplicates());
    }

    private void everythingNewIsInTheLedger() {
        Set<String> effects = new HashSet<>();
        Stream.concat(Stream.of(ended), day.terminated.stream())
                .flatMap(view -> StreamSupport.stream(view.path("steps").spliterator(), false))
                .flatMap(step -> StreamSupport.stream(step.path("effects").spliterator(), false))
                .filter(effect -> !effect.path("state").asText().equals("NEVER_HAPPENED"))
                .forEach(effect -> effects.add(effect.path("what").asText()));
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

    private void everyDecisionHasItsActor() {
        assertThat(events(DECISIONS))
                .allSatisfy(
                        event -> assertThat(event.at("/actor/name").asText()).contains("@"));
    }

    private long rejections() {
        return events(Set.of("TASK_ANSWERED")).stream()
                .filter(event -> event.path("text").asText().contains("reject"))
                .count();
    }

    private List<JsonNode> events(Set<String> types) {
        return StreamSupport.stream(
                        day.run.kim.get(day.run.path + "/events").path("items").spliterator(), false)
                .filter(event -> types.contains(event.path("type").asText()))
                .toList();
    }

    /** Neither the token that a person handed in, nor what the worker signs in with. */
    private void noSecretIsSeen() {
        String told = Stream.of(
                                Stream.of("", "/events", "/undo", "/artifacts"),
                                ended.path("plan").isObject() ? Stream.of("/plan") : Stream.<String>of(),
                                tasks().map(task -> "/tasks/" + task))
                        .flatMap(parts -> parts)
                        .map(part -> day.run.kim.get(day.run.path + part).toString())
                        .collect(Collectors.joining())
                + day.terminated;
        List<String> histories = histories().stream()
                .map(history -> WholeFederationTest.decoded(history.toJson(true)))
                .toList();
        Stream.concat(day.hands.token().stream(), BadDay.SECRETS.stream()).forEach(secret -> {
            assertThat(told).doesNotContain(secret);
            assertThat(histories).noneMatch(history -> history.contains(secret));
            assertThat(LeakingLogs.of(secret)).isEmpty();
        });
    }

    private Stream<String> tasks() {
        return StreamSupport.stream(
                        day.run.kim.get(day.run.path + "/events").path("items").spliterator(), false)
                .filter(event -> event.hasNonNull("task"))
                .map(event -> event.path("task").asText())
                .filter(task -> !task.isEmpty())
                .distinct();
    }

    /** Of the run, and of one that was terminated before it. */
    private List<WorkflowExecutionHistory> histories() {
        return Stream.concat(Stream.of(ended), day.terminated.stream())
                .map(view -> view.path("id").asText())
                .map(id -> day.site
                        .temporal()
                        .fetchHistory(id.substring(0, id.indexOf(':')), id.substring(id.indexOf(':') + 1)))
                .toList();
    }

    /** The SDK replays no history that ends with a termination. */
    private void itsHistoryReplays() {
        try {
            Replay.of(histories().get(0), day.site.temporal().getOptions());
        } catch (Exception differs) {
            throw new AssertionError("the history does not replay", differs);
        }
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
        List<String> undone = new ArrayList<>();
        day.run.kim.get(day.run.path + "/undo").path("items").forEach(item -> {
            assertThat(item.path("reason").asText()).isNotEqualTo("Left as it is: the run has ended");
            if (item.path("action").asText().equals("KEEP")) {
                kept.add(item.path("effect").asText());
            } else {
                undone.add(item.path("effect").asText());
            }
        });
        Iam iam = connect().iam();
        Stream.of(
                        iam.roles().all().stream()
                                .filter(role -> role.tags().containsKey("crossrun:run"))
                                .map(IamRole::arn),
                        iam.samlProviders().all().stream().map(SamlProvider::arn),
                        iam.policies().all().stream().map(ManagedPolicy::arn))
                .flatMap(arns -> arns)
                .filter(arn -> !changedBehindItsBack.contains(arn))
                .forEach(arn -> assertThat(kept).contains(arn));
        whatSomebodyReplacedIsKept();
        whatIsToldIsSo(kept, undone);
        madeByTheDead().forEach(kept::add);
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

    /** What is told as kept is there, and what is told as taken back is not. */
    private void whatIsToldIsSo(List<String> kept, List<String> undone) {
        Iam iam = connect().iam();
        Stream<String> inAws = Stream.of(
                        iam.roles().all().stream().map(IamRole::arn),
                        iam.samlProviders().all().stream().map(SamlProvider::arn),
                        iam.policies().all().stream().map(ManagedPolicy::arn),
                        connect().connectInstances().stream()
                                .flatMap(instance -> Stream.concat(
                                        Stream.of("Connect instance " + instance.alias()),
                                        instance.users().all().stream()
                                                .map(user -> "Connect user " + user.username()))))
                .flatMap(things -> things);
        Stream<String> inEntra = day.run.world().entra().stream()
                .flatMap(entra -> entra.applications().all().stream())
                .flatMap(application -> Stream.of("Entra application ", "SAML sign-on of ", "Signing certificate of ")
                        .map(part -> part + application.displayName()));
        Set<String> there = Stream.concat(inAws, inEntra).collect(Collectors.toSet());
        assertThat(kept)
                .filteredOn(effect -> LOOKED_UP.matcher(effect).matches() && !changedBehindItsBack.contains(effect))
                .as("what the undo tells as kept")
                .allMatch(there::contains);
        assertThat(undone)
                .filteredOn(effect -> !changedBehindItsBack.contains(effect))
                .as("what the undo tells as taken back")
                .noneMatch(there::contains);
    }

    /** What a run had made that was terminated, at steps that the next one has not come to. */
    private Stream<String> madeByTheDead() {
        Set<String> reached = StreamSupport.stream(ended.path("steps").spliterator(), false)
                .filter(step -> !step.path("effects").isEmpty())
                .map(step -> step.path("id").asText())
                .collect(Collectors.toSet());
        return day.terminated.stream()
                .flatMap(view -> StreamSupport.stream(view.path("steps").spliterator(), false))
                .filter(step -> !reached.contains(step.path("id").asText()))
                .flatMap(step -> step.path("effects").findValuesAsText("what").stream());
    }

    /** What bears no mark of the run any more, of things that were changed once. */
    private void whatSomebodyReplacedIsKept() {
        List<Faults.Met> changes = day.site.simulator().faults().met().stream()
                .filter(met -> CHANGES.contains(met.kind()))
                .toList();
        if (changes.size() == 1
                && Set.of(Kind.REPLACE_RESOURCE, Kind.UNTAG_RESOURCE)
                        .contains(changes.get(0).kind())) {
            String arn = changes.get(0).resource();
            assertThat(Inventory.of(day.run.world()))
                    .as("what somebody replaced")
                    .anyMatch(thing -> thing.startsWith(arn));
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
}
