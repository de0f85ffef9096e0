package dev.crossrun.simulator.fault;

import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.Trail;
import dev.crossrun.simulator.world.Trail.Event;
import dev.crossrun.simulator.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The faults of a world: those still to come and those that were met. Each fault counts the calls that match it. A call
 * meets one fault at most, beside changes of the world; where several are due it is the one that was added first, and
 * the others wait for the next call.
 */
public final class Faults implements Trail.Delivery {

    /**
     * A call that may meet a fault.
     *
     * @param resource what it is about: ARNs, or a path
     * @param details what else a fault may know it by: its members, or its body
     * @param targets what a fault that names no target changes: the first that there is
     */
    public record Occasion(String operation, String resource, String details, List<String> targets) {
        public Occasion {
            targets = targets.isEmpty() ? List.of(resource) : List.copyOf(targets);
        }

        /** A call about one thing, which its resource names. */
        public Occasion(String operation, String resource, String details) {
            this(operation, resource, details, List.of());
        }

        boolean fits(InjectedFault fault) {
            return fault.operation().equals(operation)
                    && fault.resource()
                            .map(part -> resource.contains(part) || details.contains(part))
                            .orElse(true);
        }
    }

    /**
     * A fault that calls are still to meet.
     *
     * @param seen how many calls matched so far
     * @param met how many of them met it
     */
    public record Pending(int id, InjectedFault fault, int seen, int met) {}

    /** A fault that a call met, or a change that was made. */
    public record Met(Kind kind, String operation, String resource, Instant time) {}

    private final World world;
    private final List<ScheduledFault> scheduled = new ArrayList<>();
    private final List<Met> met = new ArrayList<>();
    private int lastId;

    /** None yet. */
    public Faults(World world) {
        this.world = world;
    }

    /**
     * Schedules a fault, or makes a change that is to happen at once.
     *
     * @return the id by which it can be removed
     * @throws IllegalArgumentException if it says too little, or what is to be changed at once does not exist
     */
    public int add(InjectedFault fault) {
        if (fault.kind() == Kind.WORLD_EVENT) {
            throw new IllegalArgumentException("WORLD_EVENT is for tests in Java, which say what happens");
        }
        fault.complete();
        if (fault.kind().isChange()) {
            fault.target()
                    .ifPresent(target -> world.locked(() -> {
                        WorldChanges.check(world, fault, target);
                        return target;
                    }));
        }
        if (fault.operation().isEmpty()) {
            changeNow(fault);
        }
        return schedule(fault, target -> makeIfPossible(fault, target));
    }

    /** Schedules what a test does to the world once the call has been handled: a {@link Kind#WORLD_EVENT}. */
    public int add(InjectedFault fault, Consumer<World> event) {
        if (fault.kind() != Kind.WORLD_EVENT) {
            throw new IllegalArgumentException("Only a WORLD_EVENT says in Java what happens, not " + fault.kind());
        }
        return schedule(fault, target -> {
            event.accept(world);
            return true;
        });
    }

    public void addAll(List<InjectedFault> faults) {
        faults.forEach(this::add);
    }

    /** A change that its resource does not take never happens; the call that it was to follow has its answer. */
    private boolean makeIfPossible(InjectedFault fault, String target) {
        try {
            return WorldChanges.make(world, fault, target);
        } catch (IllegalArgumentException notTaken) {
            return false;
        }
    }

    private void changeNow(InjectedFault fault) {
        String target = fault.target().orElseThrow();
        if (!world.locked(() -> WorldChanges.make(world, fault, target))) {
            throw new IllegalArgumentException(fault.kind() + " finds no " + target);
        }
        note(fault, target);
    }

    private synchronized int schedule(InjectedFault fault, ScheduledFault.Change change) {
        lastId++;
        if (!fault.operation().isEmpty()) {
            scheduled.add(new ScheduledFault(lastId, fault, change));
        }
        return lastId;
    }

    public synchronized boolean remove(int id) {
        return scheduled.removeIf(each -> each.id() == id);
    }

    /** Forgets all, met and to come. */
    public synchronized void clear() {
        scheduled.clear();
        met.clear();
    }

    public synchronized List<Pending> pending() {
        return scheduled.stream()
                .filter(each -> !each.isSpent())
                .map(ScheduledFault::describe)
                .toList();
    }

    /** What was met, oldest first. */
    public synchronized List<Met> met() {
        return List.copyOf(met);
    }

    /**
     * Answers a call as its fault wants it, if it meets one. Called under the world's lock.
     *
     * @param handling does what was asked and answers
     * @param refusal the answer of the call's service to a fault that is a refusal
     */
    public HttpReply answer(Occasion call, Supplier<HttpReply> handling, Function<InjectedFault, HttpReply> refusal) {
        List<ScheduledFault> due = due(call);
        Optional<ScheduledFault> first =
                due.stream().filter(each -> !each.fault().kind().isChange()).findFirst();
        first.ifPresent(each -> meet(each, call.resource()));
        HttpReply reply =
                first.map(each -> faulty(call, each.fault(), handling, refusal)).orElseGet(handling);
        due.stream().filter(each -> each.fault().kind().isChange()).forEach(each -> change(each, call));
        return reply;
    }

    private HttpReply faulty(
            Occasion call,
            InjectedFault fault,
            Supplier<HttpReply> handling,
            Function<InjectedFault, HttpReply> refusal) {
        if (fault.kind().isRefusal()) {
            HttpReply refused = refusal.apply(fault);
            for (Map.Entry<String, String> header :
                    fault.answer().map(RawAnswer::headers).orElseGet(Map::of).entrySet()) {
                refused = refused.withHeader(header.getKey(), header.getValue());
            }
            return refused;
        }
        return switch (fault.kind()) {
            case NO_ANSWER_BEFORE -> HttpReply.NONE;
            case NO_ANSWER_AFTER -> handling.get().lost();
            case SLOW -> handling.get().after(fault.length());
            case STALE_READ -> world.readingStale(handling);
            case FAILS_LATER -> {
                failLater(call.operation(), fault.text().orElse("Internal failure"));
                yield handling.get();
            }
            default -> throw new IllegalStateException(fault.kind() + " does nothing to a call");
        };
    }

    private void failLater(String operation, String reason) {
        if (operation.startsWith("connect:")) {
            world.connectCreations().failNext(reason);
        } else if (operation.equals("sso:ProvisionPermissionSet")) {
            world.identityCenter().orElseThrow().provisioning().failNext(reason);
        } else {
            world.identityCenter().orElseThrow().accountAccess().failNext(reason);
        }
    }

    /** A change whose resource is not there (yet) stays due. */
    private void change(ScheduledFault due, Occasion call) {
        List<String> targets = due.fault().target().map(List::of).orElse(call.targets());
        targets.stream().filter(due.change()::make).findFirst().ifPresent(target -> meet(due, target));
    }

    /** What CloudTrail delivers instead of an event. */
    @Override
    public List<Event> deliver(Event event) {
        Occasion occasion = new Occasion("event:" + event.entry().eventName(), event.id(), event.json());
        Optional<ScheduledFault> first = due(occasion).stream().findFirst();
        first.ifPresent(each -> meet(each, event.id()));
        return first.map(ScheduledFault::fault)
                .map(fault -> switch (fault.kind()) {
                    case EVENT_MISSING -> List.<Event>of();
                    case EVENT_DOUBLED -> List.of(event, event);
                    default -> List.of(event.laterBy(fault.length()));
                })
                .orElse(List.of(event));
    }

    private synchronized List<ScheduledFault> due(Occasion call) {
        List<ScheduledFault> due = new ArrayList<>();
        for (ScheduledFault each : scheduled) {
            if (call.fits(each.fault()) && each.countCall()) {
                due.add(each);
            }
        }
        return due;
    }

    private synchronized void meet(ScheduledFault due, String resource) {
        due.spend();
        note(due.fault(), resource);
    }

    private synchronized void note(InjectedFault fault, String resource) {
        met.add(new Met(fault.kind(), fault.operation(), resource, world.now()));
    }
}
