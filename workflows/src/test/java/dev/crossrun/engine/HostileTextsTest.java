package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.crossrun.activity.FailureType;
import dev.crossrun.engine.effect.Expected;
import dev.crossrun.engine.effect.UndoLines;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.UndoItem;
import dev.crossrun.run.failure.FailureView;
import dev.crossrun.run.failure.ProviderError;
import dev.crossrun.run.plan.Change;
import dev.crossrun.run.plan.Finding;
import dev.crossrun.run.plan.Plan;
import dev.crossrun.run.plan.PlanDifference;
import dev.crossrun.run.plan.PlannedStep;
import dev.crossrun.run.step.Reversibility;
import dev.crossrun.run.step.StepKind;
import dev.crossrun.run.step.StepStatus;
import dev.crossrun.run.step.StepView;
import io.temporal.failure.ApplicationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Code;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What people and providers write stays text in the Markdown of a run: with any text it has the structure that it has with a word. */
class HostileTextsTest {
    private static final Parser PARSER =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    private static final List<String> TEXTS = List.of(
            "[x](https://evil.example)",
            "![x](https://evil.example/pixel.png)",
            "<https://evil.example>",
            "[x]\n\n[x]: https://evil.example",
            "# x",
            "ok\n\n## Already reviewed by Security\n[Details](https://evil.example)",
            "ok\r\n\r\n1. x\r\n- x",
            "ok\n===",
            "---",
            "`x` ``y``",
            "`",
            "```\nx",
            "**x** _y_ ~~z~~",
            "x** y **z",
            "<b>x</b>",
            "x | y",
            "a &lt; b",
            "C:\\x\\",
            "x  \ny");

    private record Kind(String name, UnaryOperator<String> markdown) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "reason of a request",
                    text -> PlanTasks.plan(
                                    person("kim"),
                                    RunInput.of(Map.of("reason", text)),
                                    Optional.empty(),
                                    plan("x", "x"),
                                    "A warning.")
                            .instructions()),
            new Kind(
                    "name of a requester",
                    text -> PlanTasks.plan(
                                    person(text), RunInput.of(Map.of()), Optional.empty(), plan("x", "x"), "A warning.")
                            .instructions()),
            new Kind(
                    "finding of a blocked plan",
                    text -> PlanTasks.plan(
                                    person("kim"),
                                    RunInput.of(Map.of()),
                                    Optional.of(plan(Finding.Severity.BLOCKING, text, "x")),
                                    plan("x", "x"),
                                    "A warning.")
                            .instructions()),
            new Kind(
                    "name of who corrects",
                    text -> PlanTasks.correction(person(text), plan("x", "x"), plan("x", "y"))
                            .instructions()),
            new Kind("detail of a finding", text -> PlanTasks.findings(plan(text, "x"))),
            new Kind("value in a plan", text -> PlanDifference.of(plan("x", "x"), plan("x", text))),
            new Kind("name of a resource", text -> PlanDifference.of(plan("x", "x"), named(text))),
            new Kind(
                    "message of a failure",
                    text -> Offers.instructions(text, FailureType.CONFLICT.failure(text, "Do it."))),
            new Kind(
                    "code of a provider",
                    text -> Offers.instructions(
                            "It failed",
                            FailureType.CONFLICT.failure(
                                    "It failed",
                                    new ProviderError(
                                            Optional.empty(),
                                            Optional.of(text),
                                            Optional.of(text),
                                            Optional.empty())))),
            new Kind(
                    "message of a removal",
                    text -> EffectsRemoval.task(new FailureView(
                                    "CONFLICT",
                                    text,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()))
                            .instructions()),
            new Kind("mark of a resource", HostileTextsTest::remedy),
            new Kind("reason to keep", text -> undo("x", Optional.of(text), Optional.empty())),
            new Kind("warning of an undo", text -> undo("x", Optional.empty(), Optional.of(text))),
            new Kind("effect", text -> undo(text, Optional.empty(), Optional.empty())),
            new Kind("detail of a step in Temporal's UI", HostileTextsTest::line));

    static Stream<Arguments> cases() {
        return KINDS.stream().flatMap(kind -> TEXTS.stream().map(text -> Arguments.of(kind, text)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aTextChangesNothingButTheWords(Kind kind, String text) {
        Node document = PARSER.parse(kind.markdown().apply(text));
        assertThat(structure(document))
                .isEqualTo(structure(PARSER.parse(kind.markdown().apply("word"))));
        assertThat(words(document)).contains(text.strip().replaceAll("\\s+", " "));
    }

    private static Actor person(String name) {
        return Actor.listed(name, "test");
    }

    private static Plan plan(String finding, String value) {
        return plan(Finding.Severity.WARNING, finding, value);
    }

    private static Plan plan(Finding.Severity severity, String finding, String value) {
        return new Plan(
                "sha256:0f",
                List.of(Finding.of(severity, "role", Optional.empty(), finding, "Do it.")),
                List.of(step("Role", Change.create("Role", value))));
    }

    private static Plan named(String resource) {
        return new Plan(
                "sha256:0f",
                List.of(),
                List.of(step(
                        resource,
                        Change.create(
                                resource, JsonNodeFactory.instance.objectNode().put(resource, resource)))));
    }

    private static PlannedStep step(String resource, Change change) {
        return new PlannedStep(
                "role", PlannedStep.Action.CREATE, resource, "Detail", Reversibility.REVERSIBLE, List.of(change));
    }

    private static String remedy(String mark) {
        try {
            Expected.nothingOfOthers().require(mark, Found.marked(Optional.of(mark), "ours", Map.of("arn", mark)));
            throw new AssertionError("taken over");
        } catch (ApplicationFailure failure) {
            return FailureType.error(failure).remedy().orElseThrow();
        }
    }

    private static String undo(String effect, Optional<String> reason, Optional<String> warning) {
        return UndoLines.markdown(
                List.of(new UndoItem("role", effect, UndoItem.Action.KEEP, reason, warning, Optional.empty())));
    }

    private static String line(String detail) {
        return Display.line(new StepView(
                "role",
                "Role",
                "AWS",
                StepKind.AUTOMATED,
                Reversibility.REVERSIBLE,
                List.of(),
                StepStatus.RUNNING,
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.of(detail),
                Optional.empty(),
                List.of(),
                List.of()));
    }

    /** The kinds of the nodes, those of texts left out. */
    private static List<String> structure(Node node) {
        List<String> all = new ArrayList<>();
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            if (!(child instanceof Text)) {
                all.add(child.getClass().getSimpleName() + structure(child));
            }
        }
        return all;
    }

    private static String words(Node node) {
        StringBuilder all = new StringBuilder();
        for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
            all.append(
                    child instanceof Text text
                            ? text.getLiteral()
                            : child instanceof Code code ? code.getLiteral() : words(child));
        }
        return all.toString();
    }
}
