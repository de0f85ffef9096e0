package dev.crossrun.lease;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Lease;
import dev.crossrun.run.effect.Removal;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Temporal warns at 10,240. */
    private static final long MOST_EVENTS = 4_000;

    private final Map<UserOnAccount, LeasedSet> sets = new LinkedHashMap<>();
    private final EndedSessions ended = new EndedSessions();
    private final Map<String, Retry> retries = new HashMap<>();
    private boolean ready;
    private int changes;

    @Override
    public void keep(Kept kept) {
        kept.holdings().forEach(this::restore);
        ended.restore(kept.ended());
        ready = true;
        Instant look = now().plus(LOOK);
        while (!done()) {
            awaitChange(next(look));
            if (!now().isBefore(look)) {
                endOfClosedRuns();
                look = now().plus(LOOK);
            }
            endOverdue();
            lift();
            if (Workflow.getInfo().getHistoryLength() > MOST_EVENTS) {
                Workflow.await(Workflow::isEveryHandlerFinished);
                Workflow.newContinueAsNewStub(LeaseKeeper.class).keep(kept());
            }
        }
    }

    /** Nothing is kept, and nobody is just about to change that. */
    private boolean done() {
        if (!sets.isEmpty() || !ended.isEmpty() || changes == 0) {
            return false;
        }
        Workflow.await(Workflow::isEveryHandlerFinished);
        return sets.isEmpty() && ended.isEmpty();
    }

    private void restore(Holding holding) {
        UserOnAccount key = UserOnAccount.of(holding.leases().get(0));
        sets.put(key, new LeasedSet(holding));
    }

    private void awaitChange(Instant next) {
        int before = changes;
        Duration left = Duration.between(now(), next);
        if (!left.isNegative() && !left.isZero()) {
            Workflow.await(left, () -> changes > before);
        }
    }

    private Instant next(Instant look) {
        Stream<Instant> ends = leases().stream().map(this::dueAt);
        return Stream.of(ends, ended.deadlines(), Stream.of(look))
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
            Set<String> closed = Set.copyOf(KeeperCalls.leases().closed(runs));
            leases().stream().filter(lease -> closed.contains(lease.run())).forEach(this::endByItself);
        } catch (ActivityFailure failure) {
            LOG.warn("cannot look which runs are closed: {}", FailureType.message(failure));
        }
    }

    /** Tried for ever: nobody may keep what was given for a time. */
    private void endByItself(Lease lease) {
        try {
            if (lease.endsSessions()) {
                endSessions(lease);
            }
            end(lease);
            retries.remove(lease.id());
        } catch (TemporalFailure failure) {
            Retry retry = Retry.after(Optional.ofNullable(retries.get(lease.id())), now());
            retries.put(lease.id(), retry);
            LOG.warn("cannot end {}: {}", lease.what(), FailureType.message(failure));
        }
    }

    private void lift() {
        try {
            ended.lift(now());
        } catch (TemporalFailure failure) {
            ended.pause(now().plus(LONGEST_PAUSE));
            LOG.warn("cannot lift the denial of expired sessions: {}", FailureType.message(failure));
        }
    }

    @Override
    public boolean take(Lease lease) {
        Workflow.await(() -> ready);
        changes++;
        return sets.computeIfAbsent(UserOnAccount.of(lease), key -> new LeasedSet())
                .take(lease);
    }

    @Override
    public void extend(Lease lease) {
        Workflow.await(() -> ready);
        changes++;
        Optional.ofNullable(sets.get(UserOnAccount.of(lease))).ifPresent(set -> set.extend(lease));
    }

    @Override
    public boolean endSessions(Lease lease) {
        Workflow.await(() -> ready);
        changes++;
        LeasedSet set = sets.get(UserOnAccount.of(lease));
        return set != null && set.onlyBy(lease) && ended.deny(lease, now());
    }

    @Override
    public Removal end(Lease lease) {
        Workflow.await(() -> ready);
        changes++;
        UserOnAccount key = UserOnAccount.of(lease);
        LeasedSet set = sets.get(key);
        if (set == null) {
            return Removal.gone();
        }
        Removal removal = set.end(lease);
        if (set.isOver()) {
            sets.remove(key);
        }
        if (removal.outcome() == Removal.Outcome.REMOVED) {
            narrow(lease);
        }
        return removal;
    }

    /** Sessions of a later lease are not meant. It is tried again with the next change; the set is taken back either way. */
    private void narrow(Lease lease) {
        try {
            ended.takenBack(lease, now());
        } catch (ActivityFailure | ApplicationFailure failure) {
            LOG.warn("cannot narrow the denial of {}: {}", lease.what(), FailureType.message(failure));
        }
    }

    @Override
    public Kept kept() {
        return new Kept(sets.values().stream().map(LeasedSet::holding).toList(), ended.all());
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    /** A user on an account: what is changed one at a time. */
    private record UserOnAccount(String user, String account) {
        static UserOnAccount of(Lease lease) {
            return new UserOnAccount(
                    lease.assignment().principal().id(),
                    lease.assignment().account().value());
        }
    }

    /** When to try again to end a lease. */
    private record Retry(Instant at, Duration pause) {
        static Retry after(Optional<Retry> last, Instant now) {
            Duration pause = last.map(retry -> retry.pause().multipliedBy(2)).orElse(Duration.ofSeconds(30));
            Duration bounded = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
            return new Retry(now.plus(bounded), bounded);
        }
    }
}
