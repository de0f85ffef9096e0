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
        assertThatThrownBy(() -> Procedure.catalogue(input -> List.of(autumn)))
                .hasMessage("the procedure does not begin with a PlanStep");
    }

    private List<StepDefinition> catalogue(Step<?>... steps) {
        return Procedure.catalogue(input -> whole(steps)).stream().skip(2).toList();
    }

    private List<Step<?>> whole(Step<?>... steps) {
        return Stream.concat(Stream.of(plan, approval), Stream.of(steps)).toList();
    }

    private List<StepDefinition> ofRun(Step<?>... steps) {
        Procedure procedure = Procedure.of("a year", input -> whole(steps));
        return procedure
                .steps(new Planning(new Journal(), new RunState(new Journal()), new Tasks(new Journal(), () -> {})))
                .stream()
                .map(StepState::definition)
                .skip(2)
                .toList();
    }
}
