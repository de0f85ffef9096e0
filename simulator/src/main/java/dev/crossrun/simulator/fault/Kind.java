package dev.crossrun.simulator.fault;

import java.time.Duration;
import java.util.Optional;

/** What a {@link InjectedFault} does. */
public enum Kind {
    /** Refused for coming too fast; Graph says after what {@code duration} to come again. */
    THROTTLED(Does.REFUSE, Duration.ofSeconds(1)),
    /** Refused with the service's own 5xx. */
    SERVER_ERROR(Does.REFUSE),
    /** Refused as if no policy allowed it, or the permission {@code text} that it takes too; or none were granted. */
    ACCESS_DENIED(Does.REFUSE),
    /** Refused as if the session, the token or the secret had come to its end. */
    EXPIRED_CREDENTIALS(Does.REFUSE),
    /** Refused with the service's own word for a quota that is used up. */
    QUOTA(Does.REFUSE),
    /** Refused as if the caller's clock were late by {@code duration}. */
    CLOCK_SKEW(Does.REFUSE, Duration.ofMinutes(20)),
    /** Refused with status, headers, code and message of {@code answer}, in the error shape of the call's protocol. */
    RAW_ANSWER(Does.REFUSE),

    /** The connection is dropped and nothing has happened. */
    NO_ANSWER_BEFORE(Does.AFFECT),
    /** It happens, and then the connection is dropped. */
    NO_ANSWER_AFTER(Does.AFFECT),
    /** The answer takes {@code duration} of real time. */
    SLOW(Does.AFFECT, Duration.ofMillis(200)),
    /** The call reads each thing as it was before it was last written, and each list without its newest entry. */
    STALE_READ(Does.AFFECT),
    /** What the call begins ends in failure for the reason {@code text}; if it is refused, what the next one begins. */
    FAILS_LATER(Does.AFFECT),

    /** Somebody deletes {@code target}. */
    DELETE_RESOURCE(Does.CHANGE),
    /** Somebody deletes {@code target} and makes it again, with another id and without tags. */
    REPLACE_RESOURCE(Does.CHANGE),
    /** Somebody takes the tag {@code text} off {@code target}, or all tags. */
    UNTAG_RESOURCE(Does.CHANGE),
    /** Somebody gives {@code target} the content {@code text}: a policy, a trust policy, metadata, an identifier, a field. */
    CHANGE_RESOURCE(Does.CHANGE),
    /** Somebody makes an agent by hand, a user named {@code text} in the Connect instance {@code target}. */
    ADD_AGENT(Does.CHANGE),
    /** Entra puts the provisioning job {@code target} into quarantine for the reason {@code text}. */
    QUARANTINE_JOB(Does.CHANGE),
    /** What a test does to the world in Java. */
    WORLD_EVENT(Does.CHANGE),

    /** CloudTrail delivers the event {@code duration} later than others. */
    EVENT_LATE(Does.DELIVER, Duration.ofMinutes(5)),
    /** CloudTrail delivers the event twice. */
    EVENT_DOUBLED(Does.DELIVER),
    /** CloudTrail never delivers the event. */
    EVENT_MISSING(Does.DELIVER);

    private enum Does {
        REFUSE,
        AFFECT,
        CHANGE,
        DELIVER
    }

    private final Does does;
    private final Optional<Duration> duration;

    Kind(Does does) {
        this.does = does;
        this.duration = Optional.empty();
    }

    Kind(Does does, Duration duration) {
        this.does = does;
        this.duration = Optional.of(duration);
    }

    /** Whether the call is refused with an error of its service, before it takes effect. */
    public boolean isRefusal() {
        return does == Does.REFUSE;
    }

    /** Whether the world is changed after the call was handled. */
    public boolean isChange() {
        return does == Does.CHANGE;
    }

    /** Whether it is about the delivery of an event of CloudTrail. */
    public boolean isDelivery() {
        return does == Does.DELIVER;
    }

    /** How long it is if a fault does not say; empty if there is nothing that lasts. */
    public Optional<Duration> duration() {
        return duration;
    }
}
