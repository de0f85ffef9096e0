package dev.crossrun.simulator.wire;

import dev.crossrun.simulator.service.ServiceError;
import dev.crossrun.simulator.wire.Protocol.Refusal;
import dev.crossrun.simulator.world.AwsCaller;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.World;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Finds out who calls: key, token, time and signature, in the order in which AWS refuses. */
final class Authenticator {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final String MISMATCH = "The request signature we calculated does not match the signature you"
            + " provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.";

    private final World world;
    private final Clock realClock = Clock.systemUTC();

    Authenticator(World world) {
        this.world = world;
    }

    AwsCaller authenticate(HttpCall call, Authorization authorization, Protocol protocol) {
        AccessKey key = world.credentials()
                .find(authorization.accessKeyId())
                .filter(found -> found.sessionToken().equals(call.header("x-amz-security-token")))
                .orElseThrow(() -> protocol.refusal(
                        Refusal.UNKNOWN_KEY, "The security token included in the request is invalid."));
        if (key.expiration().filter(end -> !end.isAfter(world.now())).isPresent()) {
            throw protocol.refusal(Refusal.EXPIRED_TOKEN, "The security token included in the request is expired");
        }
        checkTime(call, authorization, protocol);
        if (Protocols.isGlobal(authorization.service())
                && !authorization.region().equals("us-east-1")) {
            throw protocol.refusal(
                    Refusal.BAD_SIGNATURE,
                    "Credential should be scoped to a valid region, not '" + authorization.region() + "'.");
        }
        if (!authorization.signedHeaders().contains("host") || !Signature.matches(call, authorization, key.secret())) {
            throw protocol.refusal(Refusal.BAD_SIGNATURE, MISMATCH);
        }
        return key.caller();
    }

    private void checkTime(HttpCall call, Authorization authorization, Protocol protocol) {
        String stamp = call.header("x-amz-date").orElse("");
        if (!stamp.startsWith(authorization.date())) {
            throw protocol.refusal(
                    Refusal.BAD_SIGNATURE,
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP");
        }
        Instant signed = instant(stamp, protocol);
        Instant now = realClock.instant();
        if (signed.isBefore(now.minus(SKEW))) {
            throw expired(protocol, signed, now);
        }
        if (signed.isAfter(now.plus(SKEW))) {
            String latest = text(now.plus(SKEW)) + " (" + text(now) + " + 15 min.)";
            throw protocol.refusal(
                    Refusal.BAD_SIGNATURE, "Signature not yet current: " + stamp + " is still later than " + latest);
        }
    }

    /** The refusal of a signature that is too old. */
    static ServiceError expired(Protocol protocol, Instant signed, Instant now) {
        String earliest = text(now.minus(SKEW)) + " (" + text(now) + " - 15 min.)";
        return protocol.refusal(
                Refusal.BAD_SIGNATURE, "Signature expired: " + text(signed) + " is now earlier than " + earliest);
    }

    private static Instant instant(String stamp, Protocol protocol) {
        try {
            return LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            ServiceError refusal = protocol.refusal(
                    Refusal.INCOMPLETE_SIGNATURE,
                    "Date must be in ISO-8601 'basic format'. Got '" + stamp
                            + "'. See http://en.wikipedia.org/wiki/ISO_8601");
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private static String text(Instant instant) {
        return STAMP.format(instant.atOffset(ZoneOffset.UTC));
    }
}
