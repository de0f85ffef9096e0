package dev.crossrun.api.record;

import dev.crossrun.api.run.Retries;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.effect.EffectView;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.task.GivenAnswer;
import dev.crossrun.run.task.TaskHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record in Markdown, for people to read and print. */
public final class RecordMarkdown {
    /** RFC 7763. */
    public static final String MEDIA_TYPE = "text/markdown";

    private final RunRecord run;
    private final Markdown text = new Markdown();

    private RecordMarkdown(RunRecord run) {
        this.run = run;
    }

    /** The document; the same for the same record. */
    public static String of(RunRecord run) {
        return new RecordMarkdown(run).document();
    }

    private String document() {
        head();
        text.heading(2, "Request");
        run.request().ifPresentOrElse(text::json, () -> text.line("None."));
        plan();
        steps();
        tasks();
        documents();
        undo();
        text.heading(2, "Outcome");
        run.outcome().ifPresentOrElse(text::json, () -> text.line("None."));
        events();
        return text.toString();
    }

    private void head() {
        text.heading(1, "Record of " + run.id());
        text.item("Runbook", run.runbook());
        text.item("Name", run.name());
        text.item("Requested by", actor(run.requestedBy()));
        text.item("Accounts", run.accounts().stream().map(AccountId::value).collect(Collectors.joining(", ")));
        text.item("Started", run.startedAt().toString());
        text.item("Ended", run.closedAt().map(Object::toString).orElse("not yet"));
        text.item("Status", run.status().name());
        text.item("Summary", run.summary());
        run.problem()
                .ifPresent(problem -> text.item(
                        "Problem",
                        problem.detail()
                                + problem.by().map(by -> " (" + actor(by) + ")").orElse("")));
        text.item("Undoes", run.undoes());
        text.item("Undone by", run.undoneBy());
    }

    private static String actor(Actor actor) {
        return actor.name() + " (issuer " + actor.issuer()
                + actor.subject().map(subject -> ", subject " + subject).orElse("") + ")";
    }

    private void plan() {
        text.heading(2, "Plan");
        run.approval().ifPresent(approval -> {
            text.item("Hash", approval.hash());
            text.item(
                    "Approved by",
                    approval.approvedBy().map(RecordMarkdown::actor).orElse("nobody"));
            text.item("Approved at", approval.approvedAt());
        });
        run.plan().ifPresentOrElse(this::plan, () -> text.line("None."));
    }

    private void plan(Plan plan) {
        text.item("Hash of the steps below", plan.hash());
        text.heading(3, "Findings");
        if (plan.findings().isEmpty()) {
            text.line("None.");
        }
        plan.findings().forEach(finding -> {
            text.heading(4, finding.severity() + " " + finding.id());
            text.item("Step", finding.step());
            text.item("Detail", finding.detail());
            text.ours("Remedy", finding.remedy());
        });
        plan.steps().forEach(step -> {
            text.heading(3, step.step() + ": " + step.action() + " " + step.resource());
            text.item("Detail", step.detail());
            text.item("Reversibility", step.reversibility().name());
            step.changes().forEach(this::change);
        });
    }

    private void change(Change change) {
        text.item(change.stays() ? "Stays as it is" : "Change", change.resource());
        change.before().filter(before -> !change.stays()).ifPresent(before -> {
            text.item("Before", change.resource());
            text.json(before);
        });
        change.after().ifPresent(after -> {
            text.item("After", change.resource());
            text.json(after);
        });
    }

    private void steps() {
        text.heading(2, "Steps");
        run.steps().forEach(record -> {
            var step = record.step();
            text.heading(3, step.id() + ": " + step.title());
            text.item("Status", step.status().name());
            text.item("System", step.system());
            text.item("Kind", step.kind().name());
            text.item("Reversibility", step.reversibility().name());
            text.item("Round", Integer.toString(step.round()));
            text.item("Started", step.startedAt());
            text.item("Finished", step.finishedAt());
            text.item("Detail", step.detail());
            text.item("Retries", retries(record.retries()));
            step.evidence()
                    .forEach(seen -> text.item(
                            "Evidence",
                            seen.state() + " by " + seen.source() + " at " + seen.at() + ": " + seen.what()
                                    + seen.reference()
                                            .map(reference -> " (" + reference + ")")
                                            .orElse("")));
            step.effects().forEach(effect -> text.item("Effect", effect(effect)));
        });
    }

    private static String effect(EffectView effect) {
        String calls = effect.changes().stream()
                .map(call -> call.operation() + " " + call.requestId())
                .collect(Collectors.joining(", "));
        return effect.state() + " " + effect.what() + (calls.isEmpty() ? "" : " (" + calls + ")");
    }

    private static Optional<String> retries(Retries retries) {
        return Optional.of(retries.count())
                .filter(count -> count > 0)
                .map(count -> count
                        + retries.lastFailure()
                                .map(last -> "; the last because of " + last.type() + ": " + last.message())
                                .orElse(""));
    }

    private void tasks() {
        text.heading(2, "Tasks");
        run.tasks().forEach(task -> {
            text.heading(3, task.id() + ": " + task.title());
            text.item("Kind", task.kind().name());
            text.item("Opened", task.openedAt().toString());
            text.item("Closed", closed(task));
            task.answers().forEach(this::answer);
        });
    }

    private static String closed(TaskHistory task) {
        return task.closedAt().map(Object::toString).orElse("not yet") + (task.escalated() ? " (was overdue)" : "");
    }

    private void answer(GivenAnswer answer) {
        text.item(
                answer.accepted() ? "Answer" : "Refused answer",
                answer.action() + " by " + actor(answer.by()) + " at " + answer.at());
        text.item("Comment", answer.comment());
        answer.reasons().forEach(reason -> text.item("Reason", reason.code() + ": " + reason.detail()));
        answer.file()
                .ifPresent(file ->
                        text.item("Document", file.name() + ", " + file.bytes() + " bytes, SHA-256 " + file.sha256()));
        answer.facts().forEach((name, value) -> text.item("Read", name + ": " + value));
        if (!answer.fields().isEmpty()) {
            text.item("Fields", "");
            text.json(answer.fields());
        }
    }

    private void documents() {
        text.heading(2, "Documents");
        text.table(rows(
                List.of("Name", "Step", "Type", "Bytes", "SHA-256"),
                run.documents().stream()
                        .map(document -> List.of(
                                document.name(),
                                document.step(),
                                document.mediaType(),
                                Integer.toString(document.bytes()),
                                document.sha256().value()))));
    }

    private void undo() {
        text.heading(2, "Undo");
        text.table(rows(
                List.of("Step", "Effect", "Action", "State", "Reason", "Warning"),
                run.undo().stream()
                        .map(item -> List.of(
                                item.step(),
                                item.effect(),
                                item.action().name(),
                                item.state().map(Enum::name).orElse(""),
                                item.reason().orElse(""),
                                item.warning().orElse("")))));
    }

    private void events() {
        text.heading(2, "Events");
        text.table(rows(
                List.of("No.", "Time", "Event", "Step", "Actor", "Text", "Data"),
                run.events().stream()
                        .map(event -> List.of(
                                Integer.toString(event.seq()),
                                event.at().toString(),
                                event.type().name(),
                                event.step().orElse(""),
                                event.actor().map(Actor::name).orElse(""),
                                event.text(),
                                event.data().entrySet().stream()
                                        .sorted(Map.Entry.comparingByKey())
                                        .map(fact -> fact.getKey() + ": " + fact.getValue())
                                        .collect(Collectors.joining("; "))))));
    }

    private static List<List<String>> rows(List<String> head, Stream<List<String>> rest) {
        List<List<String>> rows = new ArrayList<>(List.of(head));
        rest.forEach(rows::add);
        return rows;
    }
}
