package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.FailureType;
import dev.crossrun.run.step.StepDefinition;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a step's own knowledge adds to a failure that a system describes in its words. */
class RemedyTest {
    private static final String TAKEN = "the cake is taken";

    /** A step that knows what to do where a cake is taken. */
    private static final class Bake extends Step<Done> {
        Bake() {
            super(StepDefinition.automated("bake", "Bake a cake", "OVEN"));
        }

        @Override
        protected Done run(StepContext context) {
            return Done.DONE;
        }

        @Override
        protected List<Remedy> remedies() {
            return List.of(new Remedy("is taken", "Or bake another one."), new Remedy("NoFlour", "Buy some."));
        }
    }

    private final Bake bake = new Bake();

    @Test
    void addsWhatTheRunbookKnowsToWhatTheSystemSays() {
        ApplicationFailure failure = FailureType.CONFLICT.failure(TAKEN, "Ask for it.");
        assertThat(bake.remedy(failure)).contains("Ask for it. Or bake another one.");
    }

    @Test
    void addsNothingToWhatItDoesNotKnow() {
        assertThat(bake.remedy(FailureType.CONFLICT.failure("the oven is hot", "Wait.")))
                .contains("Wait.");
        assertThat(bake.remedy(FailureType.CONFLICT.failure("the oven is hot"))).isEmpty();
    }

    @Test
    void leavesAFailureThatIsRetriedAsItIs() {
        ApplicationFailure failure = FailureType.NOT_READY.failure(TAKEN);
        assertThat(bake.remedy(failure)).isEmpty();
        assertThat(bake.explained(failure)).isSameAs(failure);
    }

    @Test
    void aStepFailsAsBeforeWithTheLongerRemedy() {
        ApplicationFailure thrown =
                (ApplicationFailure) bake.explained(FailureType.CONFLICT.failure(TAKEN, "Ask for it."));
        assertThat(thrown.getType()).isEqualTo("CONFLICT");
        assertThat(thrown.isNonRetryable()).isTrue();
        assertThat(thrown.getOriginalMessage()).isEqualTo(TAKEN);
        assertThat(FailureType.error(thrown).remedy()).contains("Ask for it. Or bake another one.");
    }
}
