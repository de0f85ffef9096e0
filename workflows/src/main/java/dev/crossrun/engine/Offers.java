package dev.crossrun.engine;

import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.metrics.RunMetrics;
import dev.crossrun.engine.task.Checked;
import dev.crossrun.engine.task.Forms;
import dev.crossrun.engine.task.TaskSpec;
import dev.crossrun.run.Abort;
import dev.crossrun.run.RunEvent;
import dev.crossrun.run.document.MarkdownText;
import dev.crossrun.run.failure.ProviderError;
import dev.crossrun.run.step.Evidence;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.Reason;
import dev.crossrun.run.task.TaskKind;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks a person what to do where a step cannot go on by itself: which of some offers to take. */
final class Offers {
    static final String WAIT = "wait";
    static final String REPLAN = "replan";
    static final String ABORT = "abort";

    private static final Offer ABORT_RUN = new Offer(
            Forms.answer(
                    ABORT,
                    "Abort the run",
                    Forms.optional("effects", "LEAVE (default): what the run has done stays; UNDO: it is undone")
                            .matching("LEAVE|UNDO", "LEAVE or UNDO")),
            (step, answer) -> judgeAbort(answer),
            Offer.Next.ABORT);

    private static final Offer STOP_UNDO = new Offer(
            Forms.answer(ABORT, "Stop undoing: leave the rest as it is"),
            (step, answer) -> judgeStop(answer),
            Offer.Next.ABORT);

    private final StepContext step;
    private final StepState state;
    private final Journal journal;
    private final RunState run;

    Offers(StepContext step, StepState state, Journal journal, RunState run) {
        this.step = step;
        this.state = state;
        this.journal = journal;
        this.run = run;
    }

    /** Asks about a step that failed; says whether to try it again. If not, it was skipped. */
    boolean again(TemporalFailure failure) {
        List<Offer> offers = new ArrayList<>(state.offers());
        if (offers.stream().noneMatch(offer -> offer.next() == Offer.Next.AGAIN)) {
            offers.add(0, Offer.retry());
        }
        offers.addAll(aborting());
        Taken taken = stuck(state.definition().title(), failure, hint(failure, offers), offers);
        if (taken.next() == Offer.Next.AGAIN) {
            return true;
        }
        state.detail("Skipped by " + taken.name() + ": " + taken.reason());
        state.finish(StepStatus.SKIPPED);
        journal.step(RunEvent.Type.STEP_SKIPPED, state.id(), taken.answer().by().actor(), taken.reason());
        run.change();
        return false;
    }

    /** A run that takes over aborts comes to its own end, and offers another way to it. */
    private List<Offer> aborting() {
        return run.notLeft().isPresent() ? List.of() : List.of(ABORT_RUN);
    }

    /** A provider's remedy does not know what this step lets be corrected. */
    private static String hint(TemporalFailure failure, List<Offer> offers) {
        boolean invalid = FailureType.of(failure).equals(Optional.of(FailureType.INVALID_REQUEST));
        return invalid && offers.stream().anyMatch(Offer::takesInput)
                ? "\n\nInput that this step depends on can be corrected here: *" + Offer.RETRY + "* takes `"
                        + Forms.INPUT + "`."
                : "";
    }

    /**
     * Asks whether to keep looking for evidence; if not, the step stays CLAIMED.
     *
     * @param missing what was not found, as a sentence
     * @param failure of the last look: that it saw nothing, or why it could not look
     */
    boolean lookOn(String missing, TemporalFailure failure) {
        List<Offer> offers = new ArrayList<>(List.of(
                Offer.plain(WAIT, "Keep looking", Offer.Next.AGAIN),
                Offer.plain(Offer.SKIP, "Go on without evidence", Offer.Next.GO_ON, Forms.required("reason", "Why"))));
        offers.addAll(aborting());
        String title = state.definition().title();
        String looking = "Looking for evidence of \"" + title + "\"";
        Taken taken;
        if (FailureType.of(failure).equals(Optional.of(FailureType.NOT_READY))) {
            tell(looking, missing);
            taken = take("No evidence yet: " + title, MarkdownText.escaped(missing), offers);
        } else {
            taken = stuck(looking, failure, "", offers);
        }
        if (taken.next() == Offer.Next.GO_ON) {
            step.evidence(new Evidence(
                    Evidence.State.CLAIMED,
                    "PERSON",
                    taken.name() + " goes on without evidence: " + taken.reason(),
                    Journal.now(),
                    Optional.empty()));
        }
        return taken.next() == Offer.Next.AGAIN;
    }

    /** Asks about a removal that failed: empty to try it again, else why the resource is kept. */
    Optional<String> keepInstead(TemporalFailure failure) {
        Taken taken = stuck(
                "Undoing \"" + state.definition().title() + "\"",
                failure,
                "",
                List.of(
                        Offer.retry(),
                        Offer.plain(
                                Offer.SKIP,
                                "Keep it and go on undoing",
                                Offer.Next.GO_ON,
                                Forms.required("reason", "Why")),
                        STOP_UNDO));
        return taken.next() == Offer.Next.AGAIN
                ? Optional.empty()
                : Optional.of(taken.name() + " keeps it: " + taken.reason());
    }

    /** Asks to plan again; if not, the run is being aborted. */
    void replan(String cause, String findings) {
        tell("The plan", cause);
        take(
                "The plan cannot be approved",
                findings,
                List.of(Offer.plain(REPLAN, "Plan again: the findings are fixed", Offer.Next.AGAIN), ABORT_RUN));
    }

    /** Says that something is stuck, and why, and asks what to do. */
    private Taken stuck(String what, TemporalFailure failure, String hint, List<Offer> offers) {
        String why = FailureType.message(failure);
        RunMetrics.ofRun().stuck(state.definition(), FailureType.view(failure));
        tell(what, why);
        return take("Stuck: " + what, instructions(why, failure) + hint, offers);
    }

    private void tell(String what, String why) {
        state.detail(why);
        journal.step(RunEvent.Type.STEP_STUCK, state.id(), what + ": " + why);
    }

    private Taken take(String title, String text, List<Offer> offers) {
        TaskSpec spec = new TaskSpec(
                title,
                text,
                List.of(),
                List.of(),
                List.of(),
                offers.stream().map(Offer::form).toList());
        Taken taken = ask(spec, offers);
        while (!taken.consequence().getAsBoolean()) {
            taken = ask(spec, offers);
        }
        if (taken.next() == Offer.Next.ABORT) {
            Answer answer = taken.answer();
            run.abort(new Abort(answer.run(), effects(answer), answer.comment(), answer.by()));
            throw new CanceledFailure("the run is being aborted");
        }
        return taken;
    }

    private Taken ask(TaskSpec spec, List<Offer> offers) {
        return step.ask(TaskKind.DECISION, spec, answer -> check(answer, offers))
                .orElseThrow(() -> new IllegalStateException("a decision does not expire"));
    }

    private Checked<Taken> check(Answer answer, List<Offer> offers) {
        Offer chosen = offers.stream()
                .filter(offer -> offer.action().equals(answer.action()))
                .findFirst()
                .orElseThrow();
        Checked<BooleanSupplier> judged = chosen.check().apply(step, answer);
        return new Checked<>(
                judged.value().map(consequence -> new Taken(chosen.next(), answer, consequence)),
                judged.reasons(),
                judged.facts());
    }

    private static Checked<BooleanSupplier> judgeStop(Answer answer) {
        return answer.fields().has("effects")
                ? Checked.refused(
                        new Reason("/effects", "UNKNOWN", "is not a field of this answer: what is left stays"))
                : Offer.nothing();
    }

    private static Checked<BooleanSupplier> judgeAbort(Answer answer) {
        String effects = answer.fields().path("effects").asText(Abort.Effects.LEAVE.name());
        return Arrays.stream(Abort.Effects.values())
                        .anyMatch(known -> known.name().equals(effects))
                ? Offer.nothing()
                : Checked.refused(new Reason("/effects", "UNKNOWN", "must be LEAVE or UNDO, not " + effects));
    }

    private static Abort.Effects effects(Answer answer) {
        return Abort.Effects.valueOf(answer.fields().path("effects").asText(Abort.Effects.LEAVE.name()));
    }

    /** The cause in the provider's words, with the ids that its support asks for, then the remedy. Markdown. */
    static String instructions(String cause, TemporalFailure failure) {
        ProviderError error = FailureType.error(failure);
        return MarkdownText.escaped(cause + reference(cause, error))
                + remedy(failure, error)
                        .map(sentence -> "\n\nWhat would fix it: " + sentence)
                        .orElse("");
    }

    private static String reference(String cause, ProviderError error) {
        String said = Stream.of(
                        error.provider(),
                        error.code().filter(code -> !cause.contains(code)),
                        error.requestId().map(id -> "request " + id))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return said.isEmpty() ? "" : " (" + said + ")";
    }

    /** Time ran out: nothing is known to be wrong, and what was begun is found again by its key. */
    private static Optional<String> remedy(TemporalFailure failure, ProviderError error) {
        boolean outOfTime = FailureType.of(failure).map(FailureType::retried).orElse(true);
        return outOfTime
                ? Optional.of(error.remedy().map(sentence -> sentence + " ").orElse("")
                        + "Crossrun retried for as long as the step allows. Try again when the cause is gone: Crossrun"
                        + " finds what it began and creates nothing twice.")
                : error.remedy();
    }

    /** An offer that was taken. */
    private record Taken(Offer.Next next, Answer answer, BooleanSupplier consequence) {
        String name() {
            return answer.by().actor().name();
        }

        String reason() {
            return answer.fields().path("reason").asText();
        }
    }
}
