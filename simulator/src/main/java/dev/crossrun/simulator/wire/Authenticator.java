package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.World;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Verifies who signed a request: the key, its token, its end, the time of the signature and the signature itself. */
final class Authenticator {
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(15);

    private final World world;
    private final Clock realClock;

    Authenticator(World world, Clock realClock) {
        this.world = world;
        this.realClock = realClock;
    }

    AccessKey authenticate(HttpCall call, Scope scope, Protocol protocol) {
        AccessKey key =
                world.credentials().find(scope.accessKeyId()).orElseThrow(() -> Refusal.UNKNOWN_KEY.in(protocol));
        if (!key.sessionToken().equals(call.header("x-amz-security-token"))) {
            throw Refusal.UNKNOWN_KEY.in(protocol);
        }
        checkTime(call, scope, protocol);
        if (!SignatureV4.matches(call, scope, key.secret())) {
            throw Refusal.BAD_SIGNATURE.in(protocol);
        }
        if (key.expiration().filter(end -> !world.now().isBefore(end)).isPresent()) {
            throw Refusal.EXPIRED_TOKEN.in(protocol);
        }
        return key;
    }

    private void checkTime(HttpCall call, Scope scope, Protocol protocol) {
        String date = call.header("x-amz-date").orElse("");
        Instant signed;
        try {
            signed = AMZ_DATE.parse(date, Instant::from);
        } catch (DateTimeException e) {
            throw Refusal.BAD_SIGNATURE.in(protocol, "Date must be in ISO-8601 'basic format'. Got '" + date + "'.");
        }
        Instant now = realClock.instant();
        if (signed.isBefore(now.minus(SKEW))) {
            throw Refusal.BAD_SIGNATURE.in(
                    protocol,
                    "Signature expired: " + date + " is now earlier than " + AMZ_DATE.format(now.minus(SKEW)) + " ("
                            + AMZ_DATE.format(now) + " - 15 min.)");
        }
        if (signed.isAfter(now.plus(SKEW))) {
            throw Refusal.BAD_SIGNATURE.in(
                    protocol,
                    "Signature not yet current: " + date + " is still later than " + AMZ_DATE.format(now.plus(SKEW))
                            + " (" + AMZ_DATE.format(now) + " + 15 min.)");
        }
        if (!date.startsWith(scope.date()) || !scope.signedHeaders().contains("host")) {
            throw Refusal.BAD_SIGNATURE.in(protocol);
        }
    }
}
