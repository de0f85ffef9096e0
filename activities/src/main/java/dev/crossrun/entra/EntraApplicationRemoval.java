package dev.crossrun.entra;

import static dev.crossrun.entra.EntraApplications.required;

import com.microsoft.graph.applications.item.ApplicationItemRequestBuilder;
import com.microsoft.graph.models.Application;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.NamedApplication;
import dev.crossrun.activity.EntraActivities.RemovableApplication;
import dev.crossrun.activity.FailureType;
import dev.crossrun.batch.ItemByItem.Note;
import dev.crossrun.run.effect.Removal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Removes enterprise applications; Entra keeps them for 30 days among what was deleted. */
final class EntraApplicationRemoval {
    private final EntraTenants tenants;
    private final EntraApplications applications;
    private final Clock clock;

    EntraApplicationRemoval(EntraTenants tenants, EntraApplications applications, Clock clock) {
        this.tenants = tenants;
        this.applications = applications;
        this.clock = clock;
    }

    Removal of(RemovableApplication removable, boolean preview, Note note) {
        NamedApplication named = removable.application();
        Optional<Application> there = removable.objectId().isPresent()
                ? byId(named, removable.objectId().get())
                : ours(named);
        if (there.isEmpty()) {
            return unseen(named, removable.objectId(), note);
        }
        Optional<String> mark = EntraApplications.mark(there.get());
        if (!mark.equals(Optional.of(named.mark()))) {
            return Removal.foreign("the Entra application " + named.name(), mark);
        }
        return preview ? Removal.removed() : delete(named, there.get(), note);
    }

    private Removal delete(NamedApplication named, Application there, Note note) {
        String objectId = String.valueOf(there.getId());
        if (there.getIdentifierUris() != null && !there.getIdentifierUris().isEmpty()) {
            freeIdentifiers(named, objectId);
        }
        Removal removal = GraphFailures.removing(
                "deleting the Entra application " + named.name(),
                () -> application(named, objectId).delete());
        return removal.outcome() == Removal.Outcome.GONE ? unseen(named, Optional.of(objectId), note) : removal;
    }

    /** Entra keeps a deleted application for 30 days with its identifiers, which no other application can have meanwhile. */
    private void freeIdentifiers(NamedApplication named, String objectId) {
        Application patch = new Application();
        patch.setIdentifierUris(List.of());
        GraphFailures.removing(
                "clearing the identifiers of the Entra application " + named.name(),
                () -> application(named, objectId).patch(patch));
    }

    private ApplicationItemRequestBuilder application(NamedApplication named, String objectId) {
        return tenants.graph(named.tenantId()).applications().byApplicationId(objectId);
    }

    private Optional<Application> byId(NamedApplication named, String objectId) {
        GraphServiceClient graph = tenants.graph(named.tenantId());
        return GraphFailures.found(
                "reading the Entra application " + named.name(),
                () -> required(graph.applications().byApplicationId(objectId).get()));
    }

    /** The one of this name that bears the mark, else any of this name. */
    private Optional<Application> ours(NamedApplication query) {
        List<Application> named = applications.named(query);
        List<Application> ours = named.stream()
                .filter(each -> EntraApplications.mark(each).equals(Optional.of(query.mark())))
                .toList();
        if (ours.size() > 1) {
            throw FailureType.INCONSISTENT.failure(
                    "the tenant has " + ours.size() + " applications named " + query.name() + " with this run's mark",
                    "Delete in Entra the ones that nobody signs in through, or remove the tag from them, then try again.");
        }
        return ours.isEmpty() ? named.stream().findFirst() : ours.stream().findFirst();
    }

    /** Deleted, or made so short a time ago that Graph does not show it yet: it would come to light after it was called gone. */
    private Removal unseen(NamedApplication named, Optional<String> objectId, Note note) {
        if (objectId.filter(id -> isDeleted(named, id)).isPresent()) {
            return Removal.gone();
        }
        long since = note.read().map(Long::valueOf).orElseGet(clock::millis);
        if (clock.instant().isBefore(Instant.ofEpochMilli(since).plus(EntraActivities.LISTED))) {
            note.write(String.valueOf(since));
            throw FailureType.NOT_READY.failure(
                    "waiting until Graph would show the application " + named.name() + ", had it been made just now");
        }
        return Removal.gone();
    }

    private boolean isDeleted(NamedApplication named, String objectId) {
        GraphServiceClient graph = tenants.graph(named.tenantId());
        return GraphFailures.found(
                        "looking for " + named.name() + " among what was deleted",
                        () -> required(graph.directory()
                                .deletedItems()
                                .byDirectoryObjectId(objectId)
                                .get()))
                .isPresent();
    }
}
