package dev.crossrun.desk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.crossrun.api.DeskSettings;
import dev.crossrun.api.auth.Grant;
import dev.crossrun.api.auth.OidcPrincipals;
import dev.crossrun.api.auth.OidcPrincipals.Person;
import dev.crossrun.api.auth.OidcSettings;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.run.actor.Actor;
import dev.crossrun.run.actor.Role;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    private static final Person LEE = new Person(
            new Actor("lee@example.com", "https://login.example.com", Optional.of("42")), List.of("Crossrun.Approver"));

    @TempDir
    Path folder;

    private final Moving clock = new Moving();

    private static DeskSettings settings(String url, Optional<Path> keys) {
        return new DeskSettings(
                URI.create(url), "client", "secret", keys, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Sessions sessions(Optional<Path> keys) {
        return sessions(keys, Map.of("Crossrun.Approver", Grant.everywhere(Set.of(Role.APPROVER))));
    }

    private Sessions sessions(Optional<Path> keys, Map<String, Grant> roles) {
        OidcSettings oidc = new OidcSettings(
                URI.create("https://login.example.com"), "client", Optional.empty(), Optional.empty(), roles, false);
        return new Sessions(settings("https://crossrun.example.com", keys), new OidcPrincipals(oidc), clock);
    }

    private static Map<String, Cookie> sent(NewCookie... cookies) {
        Map<String, Cookie> all = new HashMap<>();
        for (NewCookie cookie : cookies) {
            all.put(
                    cookie.getName(),
                    new Cookie.Builder(cookie.getName())
                            .value(cookie.getValue())
                            .build());
        }
        return all;
    }

    private Path keys(String... ids) throws IOException {
        return Files.writeString(
                folder.resolve(String.join("-", ids) + ".json"),
                new JWKSet(List.of(ids).stream()
                                .map(id -> (JWK) KEYS.computeIfAbsent(id, any -> SessionKeys.key()))
                                .toList())
                        .toString(false));
    }

    private static final Map<String, OctetSequenceKey> KEYS = new HashMap<>();

    @Test
    void aSessionIsReadBackAsItWasBegun() {
        Sessions sessions = sessions(Optional.empty());
        Session begun = sessions.begin(LEE);
        assertThat(sessions.of(sent(sessions.cookie(begun)))).contains(begun);
    }

    @Test
    void aSessionEndsAfterHalfAnHourWithoutAClickAndAfterEightHoursInAnyCase() {
        Sessions sessions = sessions(Optional.empty());
        Session session = sessions.begin(LEE);
        NewCookie cookie = sessions.cookie(session);
        clock.pass(Duration.ofMinutes(29));
        assertThat(sessions.of(sent(cookie))).isPresent();
        NewCookie extended = sessions.extended(session).orElseThrow();
        clock.pass(Duration.ofMinutes(2));
        assertThat(sessions.of(sent(cookie))).isEmpty();
        assertThat(sessions.of(sent(extended))).isPresent();
        for (int i = 0; i < 17; i++) {
            clock.pass(Duration.ofMinutes(28));
            extended = sessions.of(sent(extended)).flatMap(sessions::extended).orElse(extended);
        }
        assertThat(sessions.of(sent(extended))).as("after eight hours").isEmpty();
    }

    @Test
    void everyProcessWithTheKeysReadsASessionAlsoWhileTheyAreChanged() throws IOException {
        Sessions old = sessions(Optional.of(keys("one")));
        NewCookie cookie = old.cookie(old.begin(LEE));
        assertThat(sessions(Optional.of(keys("one"))).of(sent(cookie))).isPresent();
        assertThat(sessions(Optional.of(keys("two", "one"))).of(sent(cookie))).isPresent();
        assertThat(sessions(Optional.of(keys("two"))).of(sent(cookie))).isEmpty();
    }

    @Test
    void aCookieOfASignInIsNoSession() {
        Sessions sessions = sessions(Optional.empty());
        NewCookie begun = sessions.cookie(sessions.pending("state", "nonce", "verifier", "/desk/"));
        Cookie moved = new Cookie.Builder("__Host-crossrun-desk-session")
                .value(begun.getValue())
                .build();
        assertThat(sessions.of(Map.of(moved.getName(), moved))).isEmpty();
        assertThat(sessions.pending(sent(begun), "state")).isPresent();
        assertThat(sessions.pending(sent(begun), "another")).isEmpty();
        clock.pass(Duration.ofMinutes(16));
        assertThat(sessions.pending(sent(begun), "state")).isEmpty();
    }

    @Test
    void aSessionEndsWhenItsRolesGiveNothingAnyMore() throws IOException {
        Optional<Path> keys = Optional.of(keys("one"));
        NewCookie cookie = sessions(keys).cookie(sessions(keys).begin(LEE));
        Sessions changed = sessions(keys, Map.of("Crossrun.Auditor", Grant.everywhere(Set.of(Role.AUDITOR))));
        assertThat(changed.of(sent(cookie))).isEmpty();
    }

    @Test
    void aCookieFitsWhateverItsScopeIs() throws IOException {
        Set<String> accounts = IntStream.range(0, 1_000)
                .mapToObj(i -> String.format("%012d", i + 1))
                .collect(Collectors.toSet());
        Sessions sessions = sessions(
                Optional.empty(),
                Map.of(
                        "Crossrun.Approver",
                        new Grant(
                                Set.of(Role.APPROVER),
                                Optional.of(new Scope(Optional.empty(), Optional.of(accounts))))));
        assertThat(sessions.cookie(sessions.begin(LEE)).getValue().length()).isLessThan(2_000);
    }

    @Test
    void aCookieIsForThisHostAndForNoScript() {
        NewCookie cookie =
                sessions(Optional.empty()).cookie(sessions(Optional.empty()).begin(LEE));
        assertThat(cookie.getName()).startsWith("__Host-");
        assertThat(cookie.isSecure()).isTrue();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualTo(NewCookie.SameSite.LAX);
        assertThat(cookie.getPath()).isEqualTo("/");
        assertThat(cookie.getDomain()).isNull();
    }

    @Test
    void aFileWithoutFittingKeysIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.json"), "{\"keys\":[]}");
        assertThatThrownBy(() -> sessions(Optional.of(empty)))
                .hasMessageContaining("desk.sessionKeys")
                .hasMessageContaining("has no key");
        assertThatThrownBy(() -> sessions(Optional.of(folder.resolve("none.json"))))
                .hasMessageContaining("cannot be read as a JWK Set");
    }

    private static final class Moving extends Clock {
        private Instant now = Instant.parse("2026-11-29T08:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
