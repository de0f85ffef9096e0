package dev.crossrun.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.crossrun.domain.Sealed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealingKeysTest {
    private static final SealingKeys WORKER = SealingKeys.generate();
    private static final SealingKeys API = WORKER.publicHalf();
    private static final SealingKeys OTHER = SealingKeys.generate();
    private static final String SECRET = "token-ä€-with/every+kind=of character";

    @TempDir
    Path folder;

    @Test
    void whatThePublicHalfSealsThePrivateHalfOpensAndNothingElseShows() {
        Sealed sealed = API.seal(SECRET);
        assertThat(WORKER.open(sealed)).isEqualTo(SECRET);
        assertThat(sealed.jwe())
                .doesNotContain(SECRET)
                .isNotEqualTo(API.seal(SECRET).jwe());
        assertThat(sealed).hasToString("(sealed)");
    }

    @Test
    void thePublicHalfHasNothingPrivateAndOpensNothing() throws ParseException {
        assertThat(JWKSet.parse(API.json()).getKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.isPrivate()).isFalse());
        assertThat(JWKSet.parse(WORKER.json()).getKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.isPrivate()).isTrue());
        assertThatThrownBy(() -> API.open(API.seal(SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no private key");
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        assertThatThrownBy(() -> OTHER.open(API.seal(SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no private key of this worker");
    }

    /** The parts of a JWE: header, encrypted key, initialization vector, ciphertext, tag. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whatWasTamperedWithDoesNotOpen(int part) {
        String[] parts = API.seal(SECRET).jwe().split("\\.");
        parts[part] = (parts[part].startsWith("A") ? "B" : "A") + parts[part].substring(1);
        Sealed tampered = new Sealed(String.join(".", parts));
        assertThatThrownBy(() -> WORKER.open(tampered))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the secret cannot be opened");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain text", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
    void whatIsNoJweDoesNotOpen(String text) {
        assertThatThrownBy(() -> WORKER.open(new Sealed(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the secret cannot be opened");
    }

    @Test
    void withoutAKeyNothingIsSealedAndItIsSaidWhatIsMissing() {
        SealingKeys none = SealingKeys.none();
        assertThat(none.seals()).isFalse();
        assertThat(API.seals()).isTrue();
        assertThatThrownBy(() -> none.seal(SECRET))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no key to seal");
        assertThatThrownBy(() -> none.open(API.seal(SECRET))).hasMessageContaining("no private key of this worker");
    }

    @Test
    void theFirstKeyOfAFileSealsAndEveryOneOpens() throws Exception {
        SealingKeys both = SealingKeys.read(written(together(OTHER, WORKER)));
        Sealed sealed = both.publicHalf().seal(SECRET);
        assertThat(OTHER.open(sealed)).isEqualTo(SECRET);
        assertThat(both.open(sealed)).isEqualTo(SECRET);
        assertThat(both.open(API.seal(SECRET))).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "no json, is not a JWK Set",
        "{}, is not a JWK Set",
        "{\"keys\": []}, has no EC key",
        "'{\"keys\": [{\"kty\": \"oct\", \"kid\": \"1\", \"k\": \"AAAA\"}]}', has no EC key",
    })
    void aFileThatHasNoKeyIsRefusedByName(String content, String says) throws IOException {
        Path file = written(content);
        assertThatThrownBy(() -> SealingKeys.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(says);
    }

    @Test
    void aFileThatIsNotThereIsRefusedByName() {
        Path file = folder.resolve("nowhere.json");
        assertThatThrownBy(() -> SealingKeys.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " cannot be read");
    }

    private Path written(String content) throws IOException {
        return Files.writeString(folder.resolve("keys.json"), content);
    }

    private static String together(SealingKeys first, SealingKeys second) throws ParseException {
        List<JWK> keys = new ArrayList<>();
        for (SealingKeys each : List.of(first, second)) {
            keys.add(JWKSet.parse(each.json()).getKeys().get(0));
        }
        return new JWKSet(keys).toString(false);
    }
}
