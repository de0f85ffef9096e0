package dev.crossrun.api.run;

import dev.crossrun.run.RunAttributes;
import dev.crossrun.temporal.PayloadKeys;
import java.util.Optional;
import java.util.stream.Stream;

/** What Temporal's search attributes have of the requester's name: the name itself, or a keyed hash of it. */
public final class RequesterAttribute {
    private final Optional<PayloadKeys> keys;

    private RequesterAttribute(Optional<PayloadKeys> keys) {
        this.keys = keys;
    }

    public static RequesterAttribute name() {
        return new RequesterAttribute(Optional.empty());
    }

    /** {@code keys}: the first of those that hash is used, and runs are found by all of them. */
    public static RequesterAttribute hashed(PayloadKeys keys) {
        return new RequesterAttribute(Optional.of(keys));
    }

    String value(String name) {
        return values(name).findFirst().orElseThrow();
    }

    /** The term of a list filter of Temporal. */
    String term(String name) {
        return VisibilityDirectory.in(RunAttributes.REQUESTER, values(name));
    }

    private Stream<String> values(String name) {
        return keys.map(hashing -> hashing.hashes(name).stream()).orElseGet(() -> Stream.of(name));
    }
}
