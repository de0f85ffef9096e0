package dev.crossrun.api.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.crossrun.api.run.Retries;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.Problem;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.RunStatus;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.document.Artifact;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.plan.PlanView;
import dev.crossrun.run.step.StepView;
import dev.crossrun.run.task.TaskHistory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole story of a run. That of a run that has ended is the same each time, unless an undo of it is started.
 *
 * @param request what it was started with, with corrections; without secrets. Absent in an undo
 * @param undoneBy the id of the latest run that undoes this one, if the caller sees one. While Temporal cannot be reached,
 *     the latest of those in the archive
 * @param approval the hash of the plan that was approved, and the approver
 * @param plan as it was approved last, literally; absent until there is one
 * @param documents with the SHA-256 of each
 * @param undo what an undo would do or has done; for a run that has ended, what became of each effect
 * @param events the first 2,000, by their numbers
 */
public record RunRecord(
        String id,
        String runbook,
        String name,
        Actor requestedBy,
        List<AccountId> accounts,
        Instant startedAt,
        Optional<Instant> closedAt,
        RunStatus status,
        String summary,
        Optional<Problem> problem,
        Optional<String> undoes,
        Optional<String> undoneBy,
        Optional<JsonNode> request,
        Optional<PlanView> approval,
        Optional<Plan> plan,
        List<Step> steps,
        List<TaskHistory> tasks,
        List<Artifact> documents,
        List<UndoItem> undo,
        Optional<JsonNode> outcome,
        List<RunEvent> events) {
    /**
     * A step as it was left.
     *
     * @param retries of its calls that have ended, of all rounds
     */
    @JsonDeserialize(using = StepReader.class)
    public record Step(@JsonUnwrapped StepView step, Retries retries) {}

    /** The same with the run that undoes it. */
    RunRecord undoneBy(Optional<String> undo) {
        return new RunRecord(
                id,
                runbook,
                name,
                requestedBy,
                accounts,
                startedAt,
                closedAt,
                status,
                summary,
                problem,
                undoes,
                undo,
                request,
                approval,
                plan,
                steps,
                tasks,
                documents,
                this.undo,
                outcome,
                events);
    }
}
