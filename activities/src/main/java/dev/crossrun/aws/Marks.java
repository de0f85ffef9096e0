package dev.crossrun.aws;

import dev.crossrun.activity.FailureType;
import dev.crossrun.activity.IamActivities.Ownership;
import dev.crossrun.run.document.MarkdownText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.Tag;

/** The tags that show whose a resource is. */
final class Marks {
    private static final String RUN = "crossrun:run";

    private Marks() {}

    static List<Tag> tags(String mark) {
        return List.of(tag(RUN, mark), tag("managed-by", "crossrun"));
    }

    /** The same for services whose tags are a map. */
    static Map<String, String> map(String mark) {
        return Map.of(RUN, mark, "managed-by", "crossrun");
    }

    static Optional<String> of(Map<String, String> tags) {
        return Optional.ofNullable(tags.get(RUN));
    }

    static Optional<String> of(List<Tag> tags) {
        return tags.stream()
                .filter(tag -> tag.key().equals(RUN))
                .map(Tag::value)
                .findFirst();
    }

    static boolean isOurs(Optional<String> mark, String ours) {
        return mark.equals(Optional.of(ours));
    }

    /** Refuses to change {@code thing} of this ARN unless it is ours or may be taken over. */
    static void requireOurs(String thing, String arn, Optional<String> mark, Ownership ownership) {
        if (ownership.mayTake() || isOurs(mark, ownership.mark())) {
            return;
        }
        String whose = mark.map(other -> "belongs to " + other).orElse("does not have Crossrun's mark");
        String tag = mark.map(other -> "is tagged `" + RUN + "` = " + MarkdownText.code(other))
                .orElse("has no tag `" + RUN + "`");
        throw FailureType.CONFLICT.failure(
                thing + Ownership.NOT_OURS_SAYING + whose,
                "See who uses " + MarkdownText.code(arn) + ", which " + tag + ". Remove or rename it, then try again.");
    }

    /**
     * Creates what is not there, else updates it. Returns the ARN.
     *
     * @param create false if the name is taken: by an earlier attempt or by somebody else
     * @param update refuses what is not ours, and returns its ARN
     */
    static <T> String put(
            String thing, String arn, Supplier<Optional<T>> get, BooleanSupplier create, Function<T, String> update) {
        Optional<T> there = get.get();
        if (there.isEmpty()) {
            if (create.getAsBoolean()) {
                return arn;
            }
            there = get.get();
        }
        return update.apply(there.orElseThrow(
                () -> FailureType.NOT_READY.failure(thing + " is there already, but IAM does not show it yet")));
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
