package dev.crossrun.aws;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.ConnectActivities.Alias;
import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.Limits;
import dev.crossrun.activity.ConnectActivities.NewInstance;
import dev.crossrun.activity.ConnectActivities.RemovableInstance;
import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.Place;
import dev.crossrun.batch.ItemByItem.Note;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.pace.Pace;
import dev.crossrun.run.EndedRun;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.DirectoryType;
import software.amazon.awssdk.services.connect.model.Instance;
import software.amazon.awssdk.services.connect.model.InstanceStatus;
import software.amazon.awssdk.services.connect.model.InstanceSummary;

/** Connect instances: found by alias and tag, made with a client token. */
final class ConnectInstances {
    /** Connect frees the alias of a deleted instance some minutes later; CloudTrail shows the deletion late, too. */
    private static final Duration FREED_WITHIN = Duration.ofHours(1);

    private final AwsAccounts accounts;
    private final EventHistory history;
    private final Clock clock;
    private final Quotas quotas;
    private final ConnectUsers users;

    /** Of DescribeInstance. */
    private final Pace<Place> pace;

    ConnectInstances(AwsAccounts accounts, ConnectUsers users, Clock clock) {
        this.accounts = accounts;
        this.history = new EventHistory(accounts);
        this.clock = clock;
        this.quotas = new Quotas(accounts);
        this.users = users;
        this.pace = accounts.connectPace(4);
    }

    Instance describe(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        return AwsFailures.translating("reading Connect instance " + key.id(), () -> read(connect, key));
    }

    /** One that was just made: Connect may not know it for a moment. */
    Instance describeNew(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        return AwsFailures.found("reading Connect instance " + key.id(), () -> read(connect, key))
                .orElseThrow(() -> FailureType.NOT_READY.failure("Connect does not show the new instance yet"));
    }

    private Instance read(ConnectClient connect, InstanceKey key) {
        pace.await(key.place());
        return connect.describeInstance(request -> request.instanceId(key.id().value()))
                .instance();
    }

    Limits limits(Alias alias) {
        return new Limits(
                all(alias.place()).size(),
                quotas.value(alias.place(), Quota.CONNECT_INSTANCES),
                quotas.value(alias.place(), Quota.CONNECT_USERS),
                alias.alias(),
                find(alias));
    }

    Found find(Alias alias) {
        return existing(alias)
                .map(there -> Found.marked(
                        Marks.of(there.tags()),
                        alias.mark(),
                        Map.of(
                                "id", there.id(),
                                "arn", there.arn(),
                                "identityManagement", there.identityManagementTypeAsString())))
                .orElseGet(Found::absent);
    }

    InstanceId put(NewInstance wanted) {
        Optional<Instance> there = existing(wanted.alias());
        if (there.isPresent()) {
            if (there.get().instanceStatus() != InstanceStatus.CREATION_FAILED) {
                return usable(wanted, there.get());
            }
            clear(wanted.alias(), there.get());
        }
        ConnectClient connect = accounts.connect(wanted.alias().place());
        return new InstanceId(quotas.within(
                        wanted.alias().place(),
                        Quota.CONNECT_INSTANCES,
                        () -> creating(
                                wanted,
                                () -> connect.createInstance(request -> request.instanceAlias(
                                                wanted.alias().alias())
                                        .identityManagementType(DirectoryType.SAML)
                                        .inboundCallsEnabled(wanted.inboundCalls())
                                        .outboundCallsEnabled(wanted.outboundCalls())
                                        .clientToken(wanted.clientToken())
                                        .tags(Marks.map(wanted.alias().mark())))))
                .id());
    }

    /** Connect frees the alias of a deleted instance some minutes later (hashicorp/terraform-provider-aws, issue 38115). */
    private <T> T creating(NewInstance wanted, Supplier<T> call) {
        String doing = "creating the Connect instance " + wanted.alias().alias();
        BooleanSupplier deleted = () -> wanted.deletedBefore()
                || Activity.getExecutionContext()
                        .getHeartbeatDetails(String.class)
                        .isPresent()
                || deletedByRunOfThisName(wanted.alias());
        return AwsFailures.translating(doing, () -> AwsFailures.settling(doing, deleted, call));
    }

    /** By the names of the role sessions: a run of this name, or an undo of one. What cannot be read is not known. */
    private boolean deletedByRunOfThisName(Alias alias) {
        String run = RoleCredentials.sessionName(alias.mark());
        String undo = RoleCredentials.sessionName(EndedRun.UNDO_PREFIX + alias.mark() + ".");
        try {
            return history
                    .named(
                            alias.place(),
                            "DeleteInstance",
                            "connect.amazonaws.com",
                            clock.instant().minus(FREED_WITHIN))
                    .stream()
                    .filter(event -> !event.hasNonNull("errorCode"))
                    .flatMap(event -> TrailEvents.event(event, Optional.empty()).user().stream())
                    .anyMatch(session -> session.equals(run) || session.startsWith(undo));
        } catch (ApplicationFailure unreadable) {
            if (FailureType.of(unreadable).filter(FailureType::retried).isPresent()) {
                throw unreadable;
            }
            return false;
        }
    }

    private static InstanceId usable(NewInstance wanted, Instance there) {
        String thing = thing(wanted.alias());
        Marks.requireOurs(thing, there.arn(), Marks.of(there.tags()), wanted.ownership());
        if (there.identityManagementType() != DirectoryType.SAML) {
            throw FailureType.CONFLICT.failure(
                    thing + " is there already and" + ConnectActivities.OTHER_USERS_SAYING
                            + there.identityManagementTypeAsString()
                            + ", which can never be changed; they must come by SAML",
                    "See who uses " + MarkdownText.code(there.arn()) + ".");
        }
        return new InstanceId(there.id());
    }

    /** A creation that failed keeps the alias for a day, unless it is deleted. Only our own is. */
    private void clear(Alias alias, Instance failed) {
        if (!Marks.of(failed.tags()).equals(Optional.of(alias.mark()))) {
            throw FailureType.CONFLICT.failure(
                    "the Connect instance " + alias.alias()
                            + " is there already, its creation failed, and it does not have this run's mark",
                    "Delete " + MarkdownText.code(failed.arn())
                            + ", which counts against 100 creations and deletions in 30 days, then try again.");
        }
        ConnectClient connect = accounts.connect(alias.place());
        AwsFailures.translating(
                "deleting the Connect instance " + failed.id() + " whose creation failed",
                () -> connect.deleteInstance(request -> request.instanceId(failed.id())));
        Activity.getExecutionContext().heartbeat(failed.id());
        throw FailureType.NOT_READY.failure("the instance whose creation failed is being deleted");
    }

    /** The note is the id of the one that was deleted, so that another attempt only waits until Connect no longer shows it. */
    Removal remove(RemovableInstance removable, boolean preview, Note note) {
        Alias alias = removable.alias();
        Optional<String> deleted = note.read();
        if (deleted.isPresent()) {
            return awaitGone(alias, new InstanceId(deleted.get()));
        }
        Optional<InstanceKey> key = listed(alias);
        if (key.isEmpty()) {
            return Removal.gone();
        }
        Instance there = shown(alias, key.get());
        if (removable.id().filter(id -> !id.equals(key.get().id())).isPresent()) {
            return Removal.changed(thing(alias), "its id, as it was created again");
        }
        return kept(alias, key.get(), there)
                .orElseGet(() -> preview ? Removal.removed() : delete(alias, key.get(), there, note));
    }

    private Optional<Removal> kept(Alias alias, InstanceKey key, Instance there) {
        Optional<String> mark = Marks.of(there.tags());
        if (!Marks.isOurs(mark, alias.mark())) {
            return Optional.of(Removal.foreign(thing(alias), mark));
        }
        List<String> others =
                there.instanceStatus() == InstanceStatus.ACTIVE ? users.foreign(key, alias.mark()) : List.of();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(Removal.kept(thing(alias) + " is in use: this run has not made its user " + others.get(0)
                        + (others.size() == 1 ? "" : " and " + (others.size() - 1) + " more")));
    }

    private Removal delete(Alias alias, InstanceKey key, Instance there, Note note) {
        if (there.instanceStatus() == InstanceStatus.CREATION_IN_PROGRESS) {
            throw FailureType.NOT_READY.failure(
                    thing(alias) + " is being created: Connect can delete it only after that");
        }
        ConnectClient connect = accounts.connect(alias.place());
        Removal removal = AwsFailures.removing(
                "deleting " + thing(alias), () -> connect.deleteInstance(request -> request.instanceId(there.id())));
        if (removal.outcome() == Removal.Outcome.GONE) {
            return removal;
        }
        note.write(key.id().value());
        return awaitGone(alias, key.id());
    }

    private Removal awaitGone(Alias alias, InstanceId id) {
        ConnectClient connect = accounts.connect(alias.place());
        AwsFailures.found("reading " + thing(alias), () -> read(connect, new InstanceKey(alias.place(), id)))
                .ifPresent(there -> {
                    throw FailureType.NOT_READY.failure(thing(alias) + " is being deleted");
                });
        return Removal.removed();
    }

    private static String thing(Alias alias) {
        return "the Connect instance " + alias.alias();
    }

    private Optional<Instance> existing(Alias alias) {
        return listed(alias).map(key -> shown(alias, key));
    }

    /** One that is listed: it was made or deleted a moment ago if it is not shown. */
    private Instance shown(Alias alias, InstanceKey key) {
        ConnectClient connect = accounts.connect(alias.place());
        return AwsFailures.found("reading " + thing(alias), () -> read(connect, key))
                .orElseThrow(
                        () -> FailureType.NOT_READY.failure("Connect lists " + thing(alias) + " and shows it not"));
    }

    private Optional<InstanceKey> listed(Alias alias) {
        return all(alias.place()).stream()
                .filter(summary -> alias.alias().equals(summary.instanceAlias()))
                .findFirst()
                .map(summary -> new InstanceKey(alias.place(), new InstanceId(summary.id())));
    }

    private List<InstanceSummary> all(Place place) {
        ConnectClient connect = accounts.connect(place);
        return AwsFailures.translating(
                "listing the Connect instances in " + place.region(),
                () -> connect.listInstancesPaginator(request -> request.maxResults(10)).instanceSummaryList().stream()
                        .toList());
    }
}
