package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.crossrun.run.step.StepDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the steps of a runbook depend on each other, whatever a run does without. */
class ProcedureTest {
    /** A step of a garden's year, which the input may do without. */
    private static class Season extends Step<String> {
        private final boolean asked;

        Season(String id, boolean asked) {
            super(StepDefinition.automated(id, "Work in " + id, "GARDEN"));
            this.asked = asked;
        }

        Season following(Step<?>... before) {
            after(before);
            return this;
        }

        Season followingClaim(Step<?> before) {
            afterClaim(before);
            return this;
        }

        Season from(int revision) {
            since(revision);
            return this;
        }

        Season before(int revision) {
            until(revision);
            return this;
        }

        Supplier<String> using(Step<String> before) {
            return valueOf(before);
        }

        Supplier<Optional<String>> usingIfAsked(Step<String> before) {
            return valueIfAsked(before);
        }

        @Override
        protected boolean asked() {
            return asked;
        }

        @Override
        protected String run(StepContext context) {
            return id();
        }
    }

    private final PlanStep plan = new PlanStep("Look", "GARDEN");
    private final ApprovalStep approval = new ApprovalStep("GARDEN", "A garden will be dug.", plan);
    private final Season spring = new Season("spring", true).following(approval);
    private final Season summer = new Season("summer", false).following(spring);
    private final Season autumn = new Season("autumn", true);

    @Test
    void aStepDependsOnThoseThatItsConstructorNames() {
        autumn.following(summer);
        assertThat(catalogue(spring, summer, autumn))
                .extracting(StepDefinition::id, StepDefinition::dependsOn)
                .containsExactly(
                        tuple("spring", List.of("approve-plan")),
                        tuple("summer", List.of("spring")),
                        tuple("autumn", List.of("summer")));
    }

    @Test
    void aStepThatARunDoesWithoutIsReplacedByThoseThatItWaitsFor() {
        autumn.following(summer);
        assertThat(ofRun(spring, summer, autumn))
                .extracting(StepDefinition::id, StepDefinition::dependsOn)
                .containsExactly(tuple("spring", List.of("approve-plan")), tuple("autumn", List.of("spring")));
    }

    @Test
    void whatIsImpliedByAnotherStepIsNotRepeatedWhereAStepIsReplaced() {
        Season may = new Season("may", true).following(spring);
        autumn.following(summer, may);
        assertThat(ofRun(spring, summer, may, autumn))
                .filteredOn(step -> step.id().equals("autumn"))
                .extracting(StepDefinition::dependsOn)
                .containsExactly(List.of("may"));
    }

    @Test
    void aClaimIsEnoughOnlyOfTheStepOfWhichThatIsSaid() {
        autumn.followingClaim(spring).following(summer);
        assertThat(catalogue(spring, summer, autumn))
                .filteredOn(step -> step.id().equals("autumn"))
                .extracting(StepDefinition::dependsOn, StepDefinition::claimEnough)
                .containsExactly(tuple(List.of("spring", "summer"), List.of("spring")));
    }

    @Test
    void aStepWaitsForAValueAlsoWhereAnotherStepBeginsAtAClaim() {
        Season may = new Season("may", true).followingClaim(spring);
        autumn.following(may).using(spring);
        assertThat(catalogue(spring, may, autumn))
                .filteredOn(step -> step.id().equals("autumn"))
                .extracting(StepDefinition::dependsOn)
                .containsExactly(List.of("spring", "may"));
    }

    @Test
    void aStepCannotUseTheValueOfOneThatARunDoesWithout() {
        autumn.following(spring).using(summer);
        assertThatThrownBy(() -> ofRun(spring, summer, autumn))
                .hasMessage("autumn wants a value of summer, which this input does not ask for");
    }

    @Test
    void theValueOfAStepThatMayBeAbsentIsTypedSo() {
        Supplier<Optional<String>> summers = autumn.usingIfAsked(summer);
        assertThat(ofRun(spring, summer, autumn)).hasSize(2);
        assertThat(summers.get()).isEmpty();
        summer.done("hay");
        assertThat(summers.get()).contains("hay");
    }

    @Test
    void aValueIsNotThereBeforeItsStepIsDone() {
        Supplier<String> springs = autumn.using(spring);
        assertThatThrownBy(springs::get).hasMessage("autumn wants the value of spring before it is there");
        spring.done("seeds");
        assertThat(springs.get()).isEqualTo("seeds");
    }

    @Test
    void aProcedureNamesEachStepOnceAndAfterThoseThatItWaitsFor() {
        autumn.following(spring);
        assertThatThrownBy(() -> catalogue(autumn, spring)).hasMessage("the procedure has autumn before spring");
        assertThatThrownBy(() -> catalogue(spring, new Season("spring", true)))
                .hasMessage("the procedure has two steps spring");
    }

    @Test
    void noStepBeginsBeforeThePlanIsApproved() {
        assertThatThrownBy(() -> catalogue(autumn)).hasMessage("autumn does not wait for the approval of the plan");
        assertThatThrownBy(() -> Procedure.catalogue(1, input -> List.of(autumn)))
                .hasMessage("the procedure does not begin with a PlanStep");
    }

    @Test
    void aRunHasTheStepsOfTheRevisionThatItWasStartedBy() {
        Season may = new Season("may", true).following(spring).before(3);
        Season june = new Season("june", true).following(may).from(2);
        autumn.following(may, june);
        assertThat(ofRun(1, spring, may, june, autumn))
                .extracting(StepDefinition::id, StepDefinition::dependsOn)
                .containsExactly(
                        tuple("spring", List.of("approve-plan")),
                        tuple("may", List.of("spring")),
                        tuple("autumn", List.of("may")));
        assertThat(ofRun(2, spring, may, june, autumn))
                .extracting(StepDefinition::id)
                .containsExactly("spring", "may", "june", "autumn");
        assertThat(ofRun(3, spring, may, june, autumn))
                .extracting(StepDefinition::id, StepDefinition::dependsOn)
                .containsExactly(
                        tuple("spring", List.of("approve-plan")),
                        tuple("june", List.of("spring")),
                        tuple("autumn", List.of("june")));
    }

    @Test
    void theCatalogueIsThatOfTheLatestRevision() {
        Season may = new Season("may", true).following(spring).before(2);
        autumn.following(may);
        assertThat(Procedure.catalogue(2, input -> whole(spring, may, autumn)))
                .extracting(StepDefinition::id)
                .endsWith("spring", "autumn")
                .doesNotContain("may");
    }

    @Test
    void noStepNamesARevisionThatTheRunbookDoesNotHave() {
        Season may = new Season("may", true).following(spring).before(3);
        assertThatThrownBy(() -> Procedure.catalogue(2, input -> whole(spring, may)))
                .hasMessage("may names revision 3, but the runbook's is 2");
    }

    @Test
    void noStepUsesTheValueOfOneThatARevisionLacks() {
        Season may = new Season("may", true).following(spring).before(2);
        autumn.following(may).using(may);
        assertThatThrownBy(() -> Procedure.catalogue(2, input -> whole(spring, may, autumn)))
                .hasMessage("autumn wants a value of may, which revision 2 does not have");
        Season june = new Season("june", true).following(spring).from(2);
        Season july = new Season("july", true).following(june);
        july.using(june);
        assertThatThrownBy(() -> Procedure.catalogue(2, input -> whole(spring, june, july)))
                .hasMessage("july wants a value of june, which revision 1 does not have");
    }

    private List<StepDefinition> catalogue(Step<?>... steps) {
        return Procedure.catalogue(1, input -> whole(steps)).stream().skip(2).toList();
    }

    private List<Step<?>> whole(Step<?>... steps) {
        return Stream.concat(Stream.of(plan, approval), Stream.of(steps)).toList();
    }

    private List<StepDefinition> ofRun(Step<?>... steps) {
        return ofRun(1, steps);
    }

    private List<StepDefinition> ofRun(int revision, Step<?>... steps) {
        Procedure procedure = Procedure.of("a year", revision, input -> whole(steps));
        return procedure
                .steps(new Planning(new Journal(), new RunState(new Journal()), new Tasks(new Journal(), () -> {})))
                .stream()
                .map(StepState::definition)
                .skip(2)
                .toList();
    }
}
