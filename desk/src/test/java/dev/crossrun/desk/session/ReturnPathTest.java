package dev.crossrun.desk.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {
    @Test
    void aPageOfTheDeskIsKeptWithItsQuery() {
        assertThat(ReturnPath.of("/desk/runs?name=a&status=RUNNING")).isEqualTo("/desk/runs?name=a&status=RUNNING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example/desk/",
                "//evil.example/desk/",
                "/\\evil.example",
                "/desk/../evil",
                "/desk/\nx",
                "javascript:alert(1)",
                "/deskevil",
                "/desk/sign-in?to=/desk/",
                "/desk/sign-out"
            })
    void everythingElseIsTheFirstPage(String asked) {
        assertThat(ReturnPath.of(asked)).isEqualTo("/desk/");
    }

    @Test
    void aPathThatDoesNotFitIntoACookieIsTheFirstPage() {
        assertThat(ReturnPath.of("/desk/runs?name=" + "a".repeat(2_000))).isEqualTo("/desk/");
        assertThat(ReturnPath.of("/desk/runs?name=" + "é".repeat(500))).isEqualTo("/desk/");
    }

    @Test
    void nothingIsTheFirstPage() {
        assertThat(ReturnPath.of(null)).isEqualTo("/desk/");
    }
}
