package dev.crossrun.desk.session;

import dev.crossrun.api.DeskSettings;
import dev.crossrun.api.auth.OidcPrincipals;
import dev.crossrun.api.auth.OidcPrincipals.Person;
import dev.crossrun.desk.session.Session.Sealed;
import dev.crossrun.domain.Sha256;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions in sealed cookies, which every process with the same keys reads. A session ends after {@code idle} without a click, and
 * after {@code longest} in any case.
 */
final class Sessions {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SESSION = "session";
    private static final String SIGN_IN = "sign-in";

    /** How long a person may take at the provider. */
    private static final Duration SIGN_IN_TIME = Duration.ofMinutes(15);

    /** A session is sealed again so seldom. */
    private static final Duration STEP = Duration.ofMinutes(1);

    private final Seal seal;
    private final OidcPrincipals people;
    private final DeskSettings settings;
    private final Clock clock;

    Sessions(DeskSettings settings, OidcPrincipals people, Clock clock) {
        this.people = people;
        this.seal = Seal.of(settings.sessionKeys());
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A sign-in that has begun.
     *
     * @param to the path of the desk where the person wanted to go
     */
    record Pending(String state, String nonce, String verifier, String to, Instant from) {}

    Session begin(Person person) {
        return session(new Sealed(person, random(), clock.instant(), clock.instant()));
    }

    private Session session(Sealed sealed) {
        return new Session(sealed, people.of(sealed.person()));
    }

    Pending pending(String state, String nonce, String verifier, String to) {
        return new Pending(state, nonce, verifier, to, clock.instant());
    }

    /** The session of a request; empty without one, or if it has ended. */
    Optional<Session> of(Map<String, Cookie> cookies) {
        return value(cookies, SESSION)
                .flatMap(text -> seal.open(SESSION, text, Sealed.class))
                .map(this::session)
                .filter(session -> !session.caller().grants().isEmpty())
                .filter(this::lasts);
    }

    /** The sign-in with this state: each tab may have begun one. */
    Optional<Pending> pending(Map<String, Cookie> cookies, String state) {
        return value(cookies, signIn(state))
                .flatMap(text -> seal.open(SIGN_IN, text, Pending.class))
                .filter(begun -> begun.state().equals(state))
                .filter(begun -> begun.from().plus(SIGN_IN_TIME).isAfter(clock.instant()));
    }

    boolean lasts(Session session) {
        return session.sealed().seen().plus(settings.idleTime()).isAfter(clock.instant())
                && session.sealed().from().plus(settings.longestTime()).isAfter(clock.instant());
    }

    /** The cookie that makes a session last, if it is time for a new one. */
    Optional<NewCookie> extended(Session session) {
        return session.sealed().seen().plus(STEP).isAfter(clock.instant())
                ? Optional.empty()
                : Optional.of(cookie(session(session.sealed().seenAt(clock.instant()))));
    }

    NewCookie cookie(Session session) {
        return cookie(SESSION, seal.seal(SESSION, session.sealed()), NewCookie.DEFAULT_MAX_AGE);
    }

    NewCookie cookie(Pending begun) {
        return cookie(signIn(begun.state()), seal.seal(SIGN_IN, begun), (int) SIGN_IN_TIME.toSeconds());
    }

    NewCookie noSession() {
        return cookie(SESSION, "", 0);
    }

    NewCookie noSignIn(Pending ended) {
        return cookie(signIn(ended.state()), "", 0);
    }

    private static String signIn(String state) {
        return SIGN_IN + "-" + Sha256.of(state).value().substring(0, 8);
    }

    /** On TLS with the prefix that browsers hold to it: Secure, this host alone (RFC 6265bis, section 4.1.3.2). */
    private NewCookie cookie(String use, String value, int maxAge) {
        return new NewCookie.Builder(name(use))
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure(settings.secure())
                .sameSite(NewCookie.SameSite.LAX)
                .maxAge(maxAge)
                .build();
    }

    /** The name of the cookie of a session. */
    String name() {
        return name(SESSION);
    }

    private String name(String use) {
        return (settings.secure() ? "__Host-" : "") + "crossrun-desk-" + use;
    }

    private Optional<String> value(Map<String, Cookie> cookies, String use) {
        return Optional.ofNullable(cookies.get(name(use))).map(Cookie::getValue);
    }

    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
