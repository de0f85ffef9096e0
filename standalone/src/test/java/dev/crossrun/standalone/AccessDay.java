package dev.crossrun.standalone;

import static dev.crossrun.standalone.AccessRun.ACCOUNT;
import static dev.crossrun.standalone.AccessRun.ADA;
import static dev.crossrun.standalone.AccessRun.SET;
import static dev.crossrun.standalone.AccessRun.SUPPORT;
import static dev.crossrun.standalone.AccessRun.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.SimulatorSettings;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PrincipalType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs of {@code temporary-access} on a schedule of faults, with their people and a user who opens sessions. */
final class AccessDay implements AutoCloseable {
    /** So many looks, a stride of time after each, are days. */
    private static final int TURNS = 20_000;

    private static final Duration OVERRUN = Duration.ofMinutes(2);
    private static final Duration BETWEEN_SESSIONS = Duration.ofMinutes(20);

    final AccessSchedule schedule;
    final AccessRun run;
    final Optional<AccessRun> other;

    /** What others wrote into the set's inline policy. */
    final Optional<String> policy;

    /** What went wrong while it was watched; told at the end. */
    final List<String> broken = new ArrayList<>();

    /** Whether the user had the set more than a minute after the last run's end. */
    boolean overrun;

    private boolean wished;
    private Instant last = Instant.EPOCH;
    private Instant opened = Instant.EPOCH;

    AccessDay(AccessSchedule schedule) {
        this.schedule = schedule;
        Site site = Site.of(TestStack.start(SimulatorSettings.defaults()));
        IdentityCenter center = site.simulator().world().identityCenter().orElseThrow();
        this.policy = set(center).policies().inline();
        if (schedule.hadBefore()) {
            assign(center, ADA);
        }
        if (schedule.roleStays()) {
            assign(center, "grace@example.com");
        }
        site.simulator().faults().addAll(schedule.faults());
        this.run = new AccessRun(site, request("incident-4711-ada", "PT1H"));
        this.other = schedule.overlap()
                ? Optional.of(run.another(request("incident-4712-ada", "PT1H40M")))
                : Optional.empty();
    }

    private ObjectNode request(String name, String duration) {
        return AccessRun.request()
                .put("name", name)
                .put("duration", duration)
                .put("endSessions", schedule.endsSessions());
    }

    static PermissionSet set(IdentityCenter center) {
        return center.permissionSetByName(SET).orElseThrow();
    }

    static void assign(IdentityCenter center, String user) {
        center.assignAccount(new AccountAssignment(
                ACCOUNT,
                set(center).arn(),
                PrincipalType.USER,
                center.userByName(user).orElseThrow().id()));
    }

    IdentityCenter center() {
        return run.simulator().world().identityCenter().orElseThrow();
    }

    List<AccessRun> runs() {
        List<AccessRun> all = new ArrayList<>(List.of(run));
        other.ifPresent(all::add);
        return all;
    }

    /** Lives it until every run has ended; gives how they ended. */
    List<JsonNode> live() {
        for (int turn = 0; turn < TURNS; turn++) {
            List<JsonNode> views = runs().stream().map(AccessRun::view).toList();
            if (views.stream().allMatch(view -> view.hasNonNull("closedAt"))) {
                return views;
            }
            boolean acted = false;
            for (int i = 0; i < views.size(); i++) {
                acted |= act(runs().get(i), views.get(i));
            }
            acted |= wish(views.get(0));
            watch(views);
            if (!acted) {
                pass();
            }
        }
        throw new AssertionError("it hangs at " + run.time.instant() + " in "
                + runs().stream().map(AccessRun::view).toList());
    }

    /**
     * Lets time pass until the longest session has expired. By then somebody has fixed what the worker may not do: the keeper
     * tries to lift the denials until it can.
     */
    void sessionsExpire() {
        fix();
        for (int hour = 0; hour < 12; hour++) {
            run.time.move(Duration.ofHours(1));
        }
    }

    private boolean act(AccessRun which, JsonNode view) {
        boolean acted = false;
        for (JsonNode waiting : view.path("waitingFor")) {
            String id = waiting.path("task").asText();
            JsonNode task = which.sam.get(which.path + "/tasks/" + id);
            if (task.path("state").asText().equals("OPEN")) {
                acted |= switch (task.path("kind").asText()) {
                    case "APPROVAL" -> approve(which, id);
                    case "DECISION" -> decide(which, task, id);
                    default -> false;
                };
            }
        }
        return acted;
    }

    private boolean approve(AccessRun which, String id) {
        if (!id.startsWith("approve-plan")) {
            return schedule.extended() && BadDay.tolerant(() -> which.answer(which.lee, id, action("approve")));
        }
        JsonNode plan = which.lee.get(which.path + "/plan");
        return BadDay.tolerant(() -> which.answer(which.lee, id, ScriptedApprover.approval(plan)));
    }

    private void fix() {
        Faults faults = run.simulator().faults();
        faults.pending().stream().filter(fault -> fault.met() > 0).forEach(fault -> faults.remove(fault.id()));
    }

    /** The person who is asked has the cause fixed, which takes ten minutes. */
    private boolean decide(AccessRun which, JsonNode task, String id) {
        for (int i = 0; i < 10; i++) {
            pass();
        }
        fix();
        String again = task.path("answers").findValuesAsText("action").contains("retry") ? "retry" : "replan";
        return BadDay.tolerant(
                () -> which.sam.post(which.path + "/tasks/" + id + "/answer", action(again), Optional.empty()));
    }

    private boolean wish(JsonNode view) {
        String window = FederationRun.step(view, "window").path("detail").asText();
        if (wished || !window.startsWith("Open until")) {
            return false;
        }
        Instant start = Instant.parse(window.replaceFirst(".* until ", "")).minus(Duration.ofHours(1));
        if (run.time.instant().isBefore(start.plus(schedule.wishAt()))) {
            return false;
        }
        wished = true;
        return BadDay.tolerant(() -> {
            switch (schedule.wish()) {
                case NOTHING -> {}
                case END -> run.answer(run.kim, "window.offer.1", action("end").put("reason", "solved"));
                case MORE_TIME ->
                    run.answer(
                            run.kim,
                            "window.offer.1",
                            action("extend").put("duration", "PT30M").put("reason", "not solved"));
                case ABORT -> run.abort();
            }
        });
    }

    private void watch(List<JsonNode> views) {
        Instant now = run.time.instant();
        views.stream()
                .flatMap(view -> until(view).stream())
                .filter(last::isBefore)
                .forEach(until -> last = until);
        boolean open = views.stream()
                .anyMatch(view -> status(view, "grant").equals("DONE")
                        && until(view).filter(now::isBefore).isPresent());
        for (String account : List.of(ACCOUNT, SUPPORT)) {
            boolean has = run.access().permissionSets(ADA, account).contains(SET);
            if (open && !has && runs().stream().map(AccessRun::view).toList().equals(views)) {
                broken.add("no access to " + account + " at " + now + " in " + views);
            }
            overrun |= has
                    && last.isAfter(Instant.EPOCH)
                    && now.isAfter(last.plus(OVERRUN))
                    && !(account.equals(ACCOUNT) && schedule.hadBefore());
        }
        if (open && now.isAfter(opened.plus(BETWEEN_SESSIONS))) {
            opened = now;
            List.of(ACCOUNT, SUPPORT).forEach(run::open);
        }
    }

    private static String status(JsonNode view, String step) {
        return FederationRun.step(view, step).path("status").asText();
    }

    private static Optional<Instant> until(JsonNode view) {
        String window = FederationRun.step(view, "window").path("detail").asText();
        return window.startsWith("Open until")
                ? Optional.of(Instant.parse(window.replaceFirst(".* until ", "")))
                : Optional.empty();
    }

    private void pass() {
        if (runs().stream().noneMatch(AccessRun::waitsForKeeper)) {
            run.pass();
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
