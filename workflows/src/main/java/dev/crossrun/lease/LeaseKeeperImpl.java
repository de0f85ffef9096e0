package dev.crossrun.lease;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.ItemResult;
import dev.crossrun.activity.Lease;
import dev.crossrun.activity.LeaseActivities.Holding;
import dev.crossrun.run.effect.Removal;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.timer.NamedTimer;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Keeps leases. One change at a time of a user's set on an account; other accounts wait for nothing. */
public final class LeaseKeeperImpl implements LeaseKeeper {
    private static final Logger LOG = Workflow.getLogger(LeaseKeeperImpl.class);

    /** A run ends its leases itself; after that long the keeper does. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** How often it looks whether a run was closed without ending its leases. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** How long the deletion of an assignment waits for the end of its sessions, which goes on in parallel. */
    private static final Duration HEAD_START = Duration.ofMinutes(1);

    private static final String CATCHING_UP = "catching up";
    private static final String LOOKING = "looking";

    /** Temporal warns at 10,240. */
    private static final long MOST_EVENTS = 4_000;

    private final Map<UserOnAccount, LeasedSet> sets = new LinkedHashMap<>();
    private final EndedSessions ended = new EndedSessions();
    private final Map<String, Retry> retries = new HashMap<>();

    /** What it is doing by itself: the ids of leases, {@link #CATCHING_UP} or {@link #LOOKING}. */
    private final Set<String> atWork = new HashSet<>();

    /** Ids of leases that have ended, and until when they would have lasted. Until then a late or copied call could ask for them. */
    private final Map<String, Instant> over = new LinkedHashMap<>();

    private boolean ready;
    private int changes;

    @Override
    public void keep(Kept kept) {
        kept.holdings().forEach(this::restore);
        ended.restore(kept);
        kept.over().forEach(each -> over.put(each.lease(), each.until()));
        ready = true;
        CancellationScope root = CancellationScope.current();
        uncancelled(() -> {
            keepOn(root);
            return true;
        });
    }

    private void keepOn(CancellationScope root) {
        Instant look = now().plus(LOOK);
        while (!done()) {
            awaitChange(next(look), root);
            if (!now().isBefore(look)) {
                inBackground(LOOKING, this::endOfClosedRuns);
                look = now().plus(LOOK);
            }
            endOverdue();
            catchUp();
            if (isFull(root) && keepsAnything() && isQuiet()) {
                Workflow.newContinueAsNewStub(LeaseKeeper.class).keep(kept());
            }
        }
    }

    /**
     * A keeper that somebody cancels in Temporal goes on until nothing is left: it alone knows what has to end. Everything it
     * does is therefore outside the root scope.
     */
    private static <T> T uncancelled(Supplier<T> work) {
        List<T> result = new ArrayList<>();
        Workflow.newDetachedCancellationScope(() -> result.add(work.get())).run();
        return result.get(0);
    }

    /** Temporal does not continue a workflow as new that somebody has cancelled. */
    private static boolean isFull(CancellationScope root) {
        return Workflow.getInfo().getHistoryLength() > MOST_EVENTS && !root.isCancelRequested();
    }

    private boolean keepsAnything() {
        return !sets.isEmpty() || !ended.isEmpty() || !over.isEmpty();
    }

    /** Nothing is kept, and nobody is just about to change that. */
    private boolean done() {
        over.values().removeIf(until -> !now().isBefore(until));
        if (keepsAnything() || changes == 0) {
            return false;
        }
        Workflow.await(this::isQuiet);
        return !keepsAnything();
    }

    private boolean isQuiet() {
        return atWork.isEmpty() && Workflow.isEveryHandlerFinished();
    }

    private void restore(Holding holding) {
        UserOnAccount key = UserOnAccount.of(holding.leases().get(0));
        sets.put(key, new LeasedSet(holding));
    }

    private void awaitChange(Instant next, CancellationScope root) {
        int before = changes;
        Duration left = Duration.between(now(), next);
        if (!left.isNegative() && !left.isZero()) {
            NamedTimer.await(
                    left,
                    "The next end of a lease, or the next look",
                    () -> changes > before || (isFull(root) && keepsAnything() && isQuiet()));
        }
    }

    private Instant next(Instant look) {
        Stream<Instant> ends =
                leases().stream().filter(lease -> !atWork.contains(lease.id())).map(this::dueAt);
        Stream<Instant> sessions = atWork.contains(CATCHING_UP) ? Stream.empty() : ended.deadlines();
        Stream<Instant> looks = sets.isEmpty() ? Stream.empty() : Stream.of(look);
        return Stream.of(ends, sessions, over.values().stream(), looks)
                .flatMap(each -> each)
                .min(Instant::compareTo)
                .orElse(look);
    }

    private List<Lease> leases() {
        return sets.values().stream().flatMap(set -> set.leases().stream()).toList();
    }

    private Instant dueAt(Lease lease) {
        Retry retry = retries.get(lease.id());
        return retry == null ? lease.until().plus(GRACE) : retry.at();
    }

    private void endOverdue() {
        for (Lease lease : leases()) {
            if (!now().isBefore(dueAt(lease))) {
                endByItself(lease);
            }
        }
    }

    private void endOfClosedRuns() {
        List<String> runs = leases().stream().map(Lease::run).distinct().toList();
        if (runs.isEmpty()) {
            return;
        }
        try {
            Set<String> closed = KeeperCalls.closed(runs);
            leases().stream().filter(lease -> closed.contains(lease.run())).forEach(this::endByItself);
        } catch (TemporalFailure failure) {
            warn("cannot look which runs are closed", failure);
        }
    }

    /** Each in its own thread: trouble with one account delays no other. */
    private void inBackground(String id, Runnable work) {
        if (atWork.add(id)) {
            Async.procedure(() -> {
                try {
                    work.run();
                } finally {
                    atWork.remove(id);
                    changes++;
                }
            });
        }
    }

    /** Tries without limit: nobody may keep what was given for a time. */
    private void endByItself(Lease lease) {
        inBackground(lease.id(), () -> {
            try {
                if (lease.endsSessions()) {
                    Promise<Boolean> sessions = Async.function(() -> sessionsEnded(lease));
                    NamedTimer.await(HEAD_START, "Head start for the end of the sessions", sessions::isCompleted);
                }
                removed(lease);
                retries.remove(lease.id());
            } catch (TemporalFailure failure) {
                Retry retry = Retry.after(Optional.ofNullable(retries.get(lease.id())), now());
                retries.put(lease.id(), retry);
                Workflow.getMetricsScope()
                        .counter("crossrun_lease_end_failures")
                        .inc(1);
                warn("cannot end", lease, failure);
            }
        });
    }

    private static void warn(String what, Lease lease, TemporalFailure failure) {
        warn(what + " " + lease.access(), failure);
    }

    /** Names no user: the provider's message, which does, is not logged. */
    private static void warn(String what, TemporalFailure failure) {
        FailureView why = FailureType.view(failure);
        LOG.warn(
                "{}: {} {} request {}",
                what,
                why.type(),
                why.code().orElse(""),
                why.requestId().orElse("unknown"));
    }

    private void catchUp() {
        if (ended.deadlines().noneMatch(at -> !now().isBefore(at))) {
            return;
        }
        inBackground(CATCHING_UP, () -> {
            try {
                ended.catchUp(now());
            } catch (TemporalFailure failure) {
                ended.pause(now().plus(LONGEST_PAUSE));
                warn("cannot write what is denied to sessions", failure);
            }
        });
    }

    @Override
    public ItemResult take(Lease lease) {
        return uncancelled(() -> taken(lease));
    }

    private ItemResult taken(Lease lease) {
        Workflow.await(() -> ready);
        requireNotOver(lease);
        changes++;
        UserOnAccount key = UserOnAccount.of(lease);
        LeasedSet set = sets.computeIfAbsent(key, any -> new LeasedSet());
        try {
            return set.take(lease);
        } finally {
            forget(key, set);
        }
    }

    /** A call that arrives late gives nothing any more. */
    private void requireNotOver(Lease lease) {
        if (over.containsKey(lease.id()) || !now().isBefore(lease.until())) {
            throw LeasedSet.over(lease);
        }
    }

    private void forget(UserOnAccount key, LeasedSet set) {
        if (set.isOver()) {
            sets.remove(key, set);
        }
    }

    @Override
    public void extend(Lease lease) {
        uncancelled(() -> {
            Workflow.await(() -> ready);
            changes++;
            Optional.ofNullable(sets.get(UserOnAccount.of(lease))).ifPresent(set -> set.extend(lease));
            return true;
        });
    }

    @Override
    public boolean endSessions(Lease lease) {
        return uncancelled(() -> sessionsEnded(lease));
    }

    private boolean sessionsEnded(Lease lease) {
        Workflow.await(() -> ready);
        changes++;
        LeasedSet set = sets.get(UserOnAccount.of(lease));
        if (set != null && set.onlyBy(lease)) {
            ended.deny(lease, now());
            return true;
        }
        return ended.again(lease);
    }

    @Override
    public Removal end(Lease lease) {
        return uncancelled(() -> removed(lease));
    }

    private Removal removed(Lease lease) {
        Workflow.await(() -> ready);
        changes++;
        UserOnAccount key = UserOnAccount.of(lease);
        LeasedSet set = sets.get(key);
        over.merge(
                lease.id(),
                set == null ? lease.until() : set.until(lease),
                (one, other) -> one.isAfter(other) ? one : other);
        if (set == null) {
            return unknown(lease);
        }
        Optional<Removal> removal = set.end(lease);
        forget(key, set);
        removal.ifPresent(done -> narrow(lease, done));
        return removal.orElseGet(() -> unknown(lease));
    }

    /** It has ended before, or a keeper that knew it was terminated: then it is unknown who owns the assignment. */
    private Removal unknown(Lease lease) {
        if (!KeeperCalls.isThere(lease)) {
            return Removal.gone();
        }
        return Removal.kept(
                sets.containsKey(UserOnAccount.of(lease))
                        ? LeasedSet.GRANTED_TOO
                        : "No keeper knows this lease any more, and "
                                + lease.assignment().principal().name()
                                + " has the set. Check whether that is right. If it is not, delete the assignment by hand.");
    }

    /** The assignment is deleted, whether this succeeds or is done again later. */
    private void narrow(Lease lease, Removal removal) {
        try {
            if (removal.outcome() == Removal.Outcome.KEPT) {
                ended.kept(lease);
            } else {
                ended.removed(lease, now());
            }
        } catch (ActivityFailure | ApplicationFailure failure) {
            warn("cannot narrow the denial of", lease, failure);
        }
    }

    @Override
    public Kept kept() {
        return new Kept(
                sets.values().stream().map(LeasedSet::holding).toList(),
                ended.all(),
                ended.behind(),
                over.entrySet().stream()
                        .map(each -> new Over(each.getKey(), each.getValue()))
                        .toList());
    }

    @Override
    public List<Instant> ends() {
        return leases().stream().map(this::endOf).toList();
    }

    private Instant endOf(Lease lease) {
        return Optional.ofNullable(retries.get(lease.id()))
                .map(Retry::since)
                .filter(since -> since.isBefore(lease.until()))
                .orElse(lease.until());
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    /** When to try again to end a lease, and when that failed first. */
    private record Retry(Instant since, Instant at, Duration pause) {
        static Retry after(Optional<Retry> last, Instant now) {
            Duration pause = last.map(retry -> retry.pause().multipliedBy(2)).orElse(Duration.ofSeconds(30));
            Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            return new Retry(last.map(Retry::since).orElse(now), now.plus(bounded), bounded);
        }
    }
}
