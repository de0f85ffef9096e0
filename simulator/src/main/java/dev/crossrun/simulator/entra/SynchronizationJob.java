package dev.crossrun.simulator.entra;

import java.time.Instant;
import java.util.Optional;

/**
 * A provisioning job of a service principal.
 *
 * @param state Paused, Active or Quarantine; a new job is paused
 * @param quarantine why the job is in quarantine
 * @param finishedAt when the last cycle ended well
 */
public record SynchronizationJob(
        String id,
        String servicePrincipalId,
        String templateId,
        String state,
        Optional<String> quarantine,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {
    /** The scheduled interval of every job (Graph reference, synchronizationSchedule). */
    public static final String INTERVAL = "PT40M";

    public SynchronizationJob started(Instant at) {
        return new SynchronizationJob(
                id, servicePrincipalId, templateId, "Active", Optional.empty(), Optional.of(at), Optional.empty());
    }

    public SynchronizationJob paused() {
        return new SynchronizationJob(id, servicePrincipalId, templateId, "Paused", quarantine, startedAt, finishedAt);
    }

    public SynchronizationJob finished(Instant at) {
        return new SynchronizationJob(
                id, servicePrincipalId, templateId, "Active", Optional.empty(), startedAt, Optional.of(at));
    }

    public SynchronizationJob quarantined(String reason) {
        return new SynchronizationJob(
                id, servicePrincipalId, templateId, "Quarantine", Optional.of(reason), startedAt, finishedAt);
    }
}
