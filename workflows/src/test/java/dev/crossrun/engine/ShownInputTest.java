package dev.crossrun.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.domain.Sealed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The input of a run as its view shows it. */
class ShownInputTest {
    /** An input with secrets, at any depth. */
    record Input(String name, Sealed token, Optional<Sealed> other, List<Inner> inner) {}

    /** A part of it. */
    record Inner(Sealed key) {}

    @Test
    void aSecretIsNotShownNotEvenSealed() {
        Sealed secret = new Sealed("eyJhbGciOi.secret");
        Input input = new Input("one", secret, Optional.of(secret), List.of(new Inner(secret)));
        assertThat(RunInput.of(input).shown().toString())
                .isEqualTo("{\"name\":\"one\",\"token\":\"(sealed)\",\"other\":\"(sealed)\","
                        + "\"inner\":[{\"key\":\"(sealed)\"}]}");
    }

    @Test
    void aCorrectionShowsAndCanBeTakenOutAgain() {
        RunInput<Input> input = RunInput.of(new Input("one", new Sealed("x"), Optional.empty(), List.of()));
        Runnable before = input.restorer();
        assertThat(input.shown().path("name").asText()).isEqualTo("one");
        input.correct(new Input("two", new Sealed("x"), Optional.empty(), List.of()));
        assertThat(input.shown().path("name").asText()).isEqualTo("two");
        before.run();
        assertThat(input.shown().path("name").asText()).isEqualTo("one");
    }
}
