package dev.crossrun.simulator.fault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that goes wrong with some calls of an operation. Which ones is a matter of counting the calls that match, so
 * that it is the same ones however the caller's threads interleave.
 *
 * @param operation service and operation as {@link dev.crossrun.simulator.CallLog} names them, such as
 *     {@code iam:CreateRole}; {@code event:} and an event's name for what CloudTrail delivers; empty for a change of the
 *     world that happens at once
 * @param resource a text that must occur in what the call is about: its resource's ARN, its path or its members
 * @param nth the first of the matching calls that meets the fault, counted from 1
 * @param times how many matching calls meet it from then on; 0 is for ever
 * @param duration see {@link Kind}
 * @param target the resource that somebody changes: its ARN, id or name; if it is not said, what the call was about
 * @param text see {@link Kind}
 * @param answer what a {@link Kind#RAW_ANSWER} answers
 */
public record InjectedFault(
        String operation,
        Optional<String> resource,
        int nth,
        int times,
        Kind kind,
        Optional<Duration> duration,
        Optional<String> target,
        Optional<String> text,
        Optional<RawAnswer> answer) {
    private static final Duration SLOWEST = Duration.ofSeconds(30);
    static final String EVENT = "event:";
    private static final Pattern NAMES_NO_RESOURCE = Pattern.compile(
            "(entra|identitystore|organizations|cloudtrail|servicequotas):\\w+|graph:(list(Applications|ServicePrincipals|Users|Groups"
                    + "|Members)|getTemplate|instantiate)|scim:((Create|List)\\w+|ServiceProviderConfig)");
    private static final Pattern OF_AWS = Pattern.compile("(?!entra:|graph:|scim:).*");
    private static final List<String> CAN_FAIL_LATER = List.of(
            "connect:CreateInstance",
            "sso:CreateAccountAssignment",
            "sso:DeleteAccountAssignment",
            "sso:ProvisionPermissionSet");

    public InjectedFault {
        require(operation.isEmpty() || operation.matches("[a-z]+:\\w+"), "operation is like iam:CreateRole");
        require(nth >= 1, "nth is counted from 1");
        require(times >= 0, "times is 0 for ever, or how many");
        require(!operation.isEmpty() || (kind.isChange() && target.isPresent()), kind + " needs an operation");
        require(
                operation.startsWith(EVENT) == kind.isDelivery(),
                kind + (kind.isDelivery() ? " is about event:NAME" : " is not about an event of CloudTrail"));
        require(
                !operation.startsWith("entra:") || (kind != Kind.QUOTA && kind != Kind.CLOCK_SKEW),
                "Entra's sign-in service has neither a quota nor a clock");
        require(kind != Kind.FAILS_LATER || CAN_FAIL_LATER.contains(operation), "FAILS_LATER is for " + CAN_FAIL_LATER);
        require(
                !operation.startsWith("scim:") || (kind != Kind.STALE_READ && kind != Kind.CLOCK_SKEW),
                "SCIM has neither stale reads nor a clock");
        require(answer.isPresent() == (kind == Kind.RAW_ANSWER), "answer belongs to RAW_ANSWER, which needs it");
        require(duration.isEmpty() || kind.duration().isPresent(), kind + " has no duration");
        require(duration.filter(Duration::isNegative).isEmpty(), "duration is not negative");
        require(
                kind != Kind.SLOW
                        || duration.filter(each -> each.compareTo(SLOWEST) > 0).isEmpty(),
                "SLOW takes real time, " + SLOWEST + " at most");
    }

    /** This fault, unless something that its kind needs has not been said. */
    InjectedFault complete() {
        require(kind != Kind.CHANGE_RESOURCE || text.isPresent(), "CHANGE_RESOURCE needs text");
        require(
                !kind.isChange()
                        || target.isPresent()
                        || !NAMES_NO_RESOURCE.matcher(operation).matches(),
                operation + " is about no one resource: " + kind + " needs target");
        require(
                kind != Kind.ACCESS_DENIED
                        || text.isEmpty()
                        || (OF_AWS.matcher(operation).matches() && text.get().matches("[a-z][a-z-]*:[A-Z]\\w*")),
                "text of ACCESS_DENIED is a permission of AWS, like ds:CreateAlias, for a call of AWS");
        if (kind == Kind.CHANGE_RESOURCE && changesProvider()) {
            IamChanges.requireMetadata(text.orElseThrow());
        }
        require(kind != Kind.ADD_AGENT || (target.isPresent() && text.isPresent()), "ADD_AGENT needs target and text");
        return this;
    }

    /** As far as can be told before the thing is there. */
    private boolean changesProvider() {
        return target.map(named -> named.contains(":saml-provider/"))
                .orElseGet(() -> operation.contains("SAMLProvider"));
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** The next call of an operation, once. */
    public static InjectedFault of(String operation, Kind kind) {
        return new InjectedFault(
                operation,
                Optional.empty(),
                1,
                1,
                kind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The next call of an operation is refused in these words, once. */
    public static InjectedFault answering(String operation, int status, String code, String message) {
        return new InjectedFault(
                operation,
                Optional.empty(),
                1,
                1,
                Kind.RAW_ANSWER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new RawAnswer(status, Map.of(), code, message)));
    }

    /** A change of the world that happens at once. */
    public static InjectedFault now(Kind kind, String target) {
        return new InjectedFault(
                "",
                Optional.empty(),
                1,
                1,
                kind,
                Optional.empty(),
                Optional.of(target),
                Optional.empty(),
                Optional.empty());
    }

    public InjectedFault withResource(String part) {
        return new InjectedFault(operation, Optional.of(part), nth, times, kind, duration, target, text, answer);
    }

    public InjectedFault withNth(int first) {
        return new InjectedFault(operation, resource, first, times, kind, duration, target, text, answer);
    }

    public InjectedFault withTimes(int howMany) {
        return new InjectedFault(operation, resource, nth, howMany, kind, duration, target, text, answer);
    }

    public InjectedFault forEver() {
        return withTimes(0);
    }

    public InjectedFault withDuration(Duration length) {
        return new InjectedFault(operation, resource, nth, times, kind, Optional.of(length), target, text, answer);
    }

    public InjectedFault withTarget(String named) {
        return new InjectedFault(operation, resource, nth, times, kind, duration, Optional.of(named), text, answer);
    }

    public InjectedFault withText(String given) {
        return new InjectedFault(operation, resource, nth, times, kind, duration, target, Optional.of(given), answer);
    }

    /** The duration that was asked for, or else the kind's own. */
    public Duration length() {
        return duration.or(kind::duration).orElse(Duration.ZERO);
    }
}
