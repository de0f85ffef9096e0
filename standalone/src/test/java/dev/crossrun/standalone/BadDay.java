package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.cli.ApiRefusal;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.fault.Faults;
import dev.crossrun.simulator.fault.InjectedFault;
import dev.crossrun.simulator.fault.Kind;
import dev.crossrun.simulator.world.ContactCenter;
import dev.crossrun.simulator.world.World;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run of the whole runbook on a schedule of faults, with its three people. Time passes as the real one does while
 * something happens, and is moved on when all that is left to do is wait: weeks cost seconds.
 */
final class BadDay implements AutoCloseable {
    static final String NAME = "connect-federation.contact-center-prod";

    /** What the worker signs in with. */
    static final List<String> SECRETS = List.of(ContactCenter.SECRET_ACCESS_KEY, ContactCenter.CLIENT_SECRET);

    /** A run that shows nothing new for so many looks while no call is at work hangs. */
    private static final int TURNS = 3_000;

    /** So often somebody answers again what was refused, before the cause is fixed. */
    private static final int PATIENT = 5;

    private static final int QUIET = 10;

    /** How much time is skipped with nothing open but tasks, at first and in the end. */
    private static final Duration SHORTEST = Duration.ofMillis(250);

    private static final Duration NIGHT = Duration.ofHours(12);

    final Schedule schedule;
    final Site site;

    final Hands hands = new Hands(this);
    private final Interruptions interruptions = new Interruptions(this);

    /** The run, or the one that was started after somebody had terminated it. */
    FederationRun run;

    /** What there was before anything began. */
    final Set<String> before;

    /** Whether whoever was asked to confirm an undo said that all is to be left. */
    boolean undoRefused;

    /** How the run stood that was then terminated. */
    Optional<JsonNode> terminated = Optional.empty();

    /** How many calls there were when somebody approved; empty as long as nobody has. */
    Optional<Integer> callsBeforeApproval = Optional.empty();

    private final Map<String, Integer> stuck = new HashMap<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Set<String> sleptOver = new HashSet<>();
    private final byte[] request;
    private Runnable turn = () -> {};
    private int quiet;
    private int idle;
    private JsonNode seen = JsonNodeFactory.instance.objectNode();
    private final IdleTime idleTime;
    private Duration night = SHORTEST;

    BadDay(Schedule schedule) {
        this(schedule, Site.inOneProcess(schedule.whole()));
    }

    BadDay(Schedule schedule, Site site) {
        this.schedule = schedule;
        this.site = site;
        this.idleTime = new IdleTime(site.time(), NAME);
        site.simulator().faults().addAll(schedule.faults());
        if (schedule.quarantined()) {
            site.simulator()
                    .faults()
                    .add(InjectedFault.of("graph:provisionOnDemand", Kind.WORLD_EVENT), BadDay::quarantine);
        }
        this.request = WholeRun.edited(schedule.whole() ? "contact-center" : "existing-instance", BadDay::impatient);
        SECRETS.forEach(LeakingLogs::watch);
        this.before = Inventory.of(site.simulator().world());
        this.run = site.run(request);
    }

    private static void quarantine(World world) {
        EntraTenant entra = world.entra().orElseThrow();
        entra.jobs()
                .all()
                .forEach(job -> entra.jobs().put(job.id(), job.quarantined("EncounteredEscrowProportionThreshold")));
    }

    /** Evidence may come later than that: somebody then decides. */
    private static void impatient(ObjectNode request) {
        request.putObject("patience").put("evidence", "PT3M");
    }

    /** Something that happens besides, whenever somebody looks at the run. */
    void turn(Runnable next) {
        turn = next;
    }

    /** Lives it to the end, and gives the run as it ended. */
    JsonNode live() {
        while (true) {
            turn.run();
            JsonNode view = run.view();
            if (view.hasNonNull("closedAt")) {
                return view;
            }
            if (interruptions.come(view)) {
                continue;
            }
            boolean acted = false;
            for (JsonNode waiting : view.path("waitingFor")) {
                acted |= act(waiting.path("task").asText());
            }
            boolean works = !acted && !pass();
            idle = acted || works || !view.equals(seen) ? 0 : idle + 1;
            seen = view;
            if (idle > TURNS) {
                throw new AssertionError(
                        "it hangs at " + site.time().instant() + " after " + lastEvents() + " in " + view);
            }
        }
    }

    /** Starts a run of the same name where somebody terminated one, which stood so. */
    void startAgain(JsonNode dead) {
        terminated = Optional.of(dead);
        FederationRun next = site.run(request);
        next.application = run.application;
        run = next;
        sleptOver.clear();
    }

    void abort(String effects) {
        tolerant(() -> run.sam.post(
                run.path + "/abort",
                JsonNodeFactory.instance.objectNode().put("effects", effects).put("comment", "drawn"),
                Optional.empty()));
    }

    /** Does what a task wants; says whether anything was done. */
    private boolean act(String id) {
        JsonNode task = run.sam.get(run.path + "/tasks/" + id);
        if (!task.path("state").asText().equals("OPEN")) {
            return false;
        }
        if (sleepsOver(id)) {
            return true;
        }
        return switch (task.path("kind").asText()) {
            case "APPROVAL" -> approve(id);
            case "UNDO" -> confirmUndo(id);
            case "DECISION" -> decide(task, id);
            default -> workAt(task, id);
        };
    }

    /** What a check goes on being refused for has been told to the person, who has it fixed. */
    private boolean workAt(JsonNode task, String id) {
        boolean taken = hands.work(task, id);
        if (!taken && refusals.merge(id, 1, Integer::sum) > PATIENT) {
            fix();
        }
        return taken;
    }

    /** Takes two days for a task, if nothing else waits for them. */
    private boolean sleepsOver(String task) {
        boolean sleeps = schedule.unhurried() && !sleptOver.contains(task) && !idleTime.anyCall();
        if (sleeps) {
            sleptOver.add(task);
            site.time().move(Duration.ofDays(2));
        }
        return sleeps;
    }

    private boolean confirmUndo(String id) {
        boolean refuses = schedule.undoer() == Schedule.Undoer.REFUSES;
        boolean taken = answer(run.lee, id, FederationRun.object(refuses ? "abort" : "undo"));
        undoRefused |= refuses && taken;
        return taken;
    }

    private boolean approve(String id) {
        return switch (schedule.approver()) {
            case SLEEPS -> false;
            case REJECTS -> answer(run.lee, id, FederationRun.object("reject").put("reason", "not this week"));
            case APPROVES -> {
                callsBeforeApproval = callsBeforeApproval.or(
                        () -> Optional.of(site.simulator().calls().all().size()));
                yield answer(run.lee, id, run.approval());
            }
        };
    }

    /** Fixes what can be fixed, tries again, and gives up in the end. */
    private boolean decide(JsonNode task, String id) {
        int times = stuck.merge(task.path("step").asText(), 1, Integer::sum);
        if (schedule.fixes() || times > 1) {
            fix();
        }
        boolean again = times <= schedule.tries();
        if (offers(task, "wait")) {
            return answer(
                    run.sam,
                    id,
                    times == 1
                            ? FederationRun.object("wait")
                            : FederationRun.object("skip").put("reason", "seen on the screen"));
        }
        if (offers(task, "replan")) {
            return answer(run.sam, id, FederationRun.object(again ? "replan" : "abort"));
        }
        if (again) {
            return answer(run.sam, id, schedule.corrects() ? corrected(task) : FederationRun.object("retry"));
        }
        boolean undoing = task.path("title").asText().startsWith("Undoing");
        return answer(
                run.sam,
                id,
                undoing
                        ? FederationRun.object("skip").put("reason", "cannot be fixed")
                        : FederationRun.object("abort").put("effects", schedule.givesUp()));
    }

    /** Hands in again what the step takes of the request, if it takes anything. */
    private static ObjectNode corrected(JsonNode task) {
        ObjectNode answer = FederationRun.object("retry");
        if (!task.path("answers").toString().contains("\"input\"")) {
            return answer;
        }
        ObjectNode input = answer.putObject("input");
        if (task.path("step").asText().equals("connect-agents")) {
            input.putArray("agents")
                    .addObject()
                    .put("username", FederationRun.ADA)
                    .put("routingProfile", "Basic Routing Profile");
        } else {
            input.putArray("notificationEmails").add("sso-team@example.com");
        }
        return answer;
    }

    /** Takes away what goes on failing; jobs leave their quarantine. */
    void fix() {
        Faults faults = site.simulator().faults();
        faults.pending().stream().filter(fault -> fault.met() > 0).forEach(fault -> faults.remove(fault.id()));
        run.world()
                .entra()
                .ifPresent(entra -> entra.jobs().all().stream()
                        .filter(job -> job.quarantine().isPresent())
                        .forEach(job -> entra.jobs()
                                .put(job.id(), job.started(site.time().instant()))));
    }

    private static boolean offers(JsonNode task, String action) {
        return task.path("answers").findValuesAsText("action").contains(action);
    }

    boolean answer(ApiClient as, String task, ObjectNode answer) {
        return tolerant(() -> run.answer(as, task, answer));
    }

    /** A refusal is a part of the day: somebody was faster, or a check met a fault. */
    static boolean tolerant(Runnable call) {
        try {
            call.run();
            return true;
        } catch (ApiRefusal refused) {
            if (refused.status() >= 500 && refused.status() != FederationRun.UNAVAILABLE) {
                throw refused;
            }
            return false;
        }
    }

    /** Skips time while the run only waits; says whether nothing is at work. */
    private boolean pass() {
        IdleTime.Work work = idleTime.pass();
        if (work != IdleTime.Work.NONE) {
            night = SHORTEST;
        } else if (++quiet > QUIET) {
            quiet = 0;
            site.time().move(night);
            night = night.compareTo(NIGHT) < 0 ? night.multipliedBy(2) : NIGHT;
        }
        return work != IdleTime.Work.AT_WORK;
    }

    String lastEvents() {
        List<HistoryEvent> events = site.temporal().fetchHistory(NAME).getEvents();
        return events.subList(Math.max(0, events.size() - 25), events.size()).stream()
                .map(event -> event.getEventId() + " "
                        + event.getEventType().name().replace("EVENT_TYPE_", "") + " "
                        + event.getActivityTaskScheduledEventAttributes()
                                .getActivityType()
                                .getName()
                        + event.getWorkflowExecutionFailedEventAttributes().getFailure())
                .toList()
                .toString();
    }

    @Override
    public void close() {
        site.close();
    }
}
