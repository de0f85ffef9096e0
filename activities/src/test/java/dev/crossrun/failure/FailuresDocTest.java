package dev.crossrun.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.FailureType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/failures.md} to the tables; {@code -Dregenerate} writes it. */
class FailuresDocTest {
    private static final Path FILE = Path.of("../docs/failures.md");
    private static final String REGENERATE = "./mvnw -pl activities test -Dtest=FailuresDocTest -Dregenerate";

    @Test
    void theDocumentationSaysWhatTheTablesSay() throws IOException {
        if (System.getProperty("regenerate") != null) {
            Files.writeString(FILE, document());
        }
        assertThat(Files.readString(FILE)).as("regenerate with: " + REGENERATE).isEqualTo(document());
    }

    @Test
    void theMessagesOfTemporaryAccessAreThoseOfTheCode() {
        assertThat(AccessMessages.literals())
                .allSatisfy(literal -> assertThat(Files.readString(Path.of("..", literal.source())))
                        .contains(literal.text()));
    }

    private static String document() {
        return """
                # Failures

                What Crossrun makes of the error codes of the outside systems, and what would mend each. Written by the tables
                that the worker itself reads (`AwsErrors`, `GraphErrors`, `ScimErrors`); after a change of those:

                    %s

                **retries**: the call is tried again, with growing pauses, for as long as its step allows (ten minutes; a wait
                for something, as long as that may take). `retry.lastFailure` of the step says why. Then it parks.
                **parks**: the step is STUCK and a DECISION task says the cause, in the provider's words and with its request
                id, and what would mend it. Other branches go on. See [Stuck steps](operating/stuck-steps.md).

                | kind | means | Crossrun |
                |---|---|---|
                %s

                Some remedies are more precise than the tables. Where AWS names action and resource, that of a denied permission
                is the statement to add and the role that lacks it; or it says that an explicit deny, a permissions boundary or a
                service control policy stands against it. Where a quota of Connect or IAM is met, it is named with its code and,
                if the worker may read it (`servicequotas:GetServiceQuota`), its value. Of Graph, it is the application
                permission that the operation needs.
                %s""".formatted(
                REGENERATE,
                Stream.of(FailureType.values())
                        .map(type -> "| " + type + " | " + meaning(type) + " | "
                                + (type.retried() ? "retries" : "parks") + " |")
                        .collect(Collectors.joining("\n")),
                ErrorTableTest.TABLES.stream().map(FailuresDocTest::table).collect(Collectors.joining())
                        + AccessMessages.section());
    }

    private static String meaning(FailureType type) {
        return switch (type) {
            case INVALID_REQUEST -> "what was asked for is wrong";
            case NOT_AUTHORIZED -> "the worker may not do it, or is not known";
            case NOT_FOUND -> "what it needs is not there";
            case CONFLICT -> "something is there that is not ours, or was changed by somebody else";
            case QUOTA_EXCEEDED -> "there may be no more of it";
            case INCONSISTENT -> "the system contradicts itself, such as two things for one key";
            case THROTTLED -> "too many calls at once";
            case UNAVAILABLE -> "the system does not answer, or asks to come again";
            case NOT_READY -> "not there yet, and expected to come";
        };
    }

    private static String table(ErrorTable table) {
        return "\n## " + table.provider() + "\n\n| code | kind | Crossrun | what would mend it |\n|---|---|---|---|\n"
                + Stream.concat(table.rows().stream(), Stream.of(table.otherwise()))
                        .map(FailuresDocTest::line)
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String line(ErrorCodes row) {
        String codes = row.codes().stream()
                .map(code -> code.startsWith("(") ? code.substring(1, code.length() - 1) : "`" + code + "`")
                .collect(Collectors.joining(", "));
        return "| " + codes
                + row.message().map(part -> ", saying \"" + part + "\"").orElse("") + " | " + row.type() + " | "
                + does(row) + " | " + row.remedy().orElse("") + " |";
    }

    private static String does(ErrorCodes row) {
        String unexpected = row.type().retried() ? "retries" : "parks";
        if (row.taken().contains(ErrorCodes.Taken.REFUSED_ANSWER)) {
            return "refuses the answer; its task stays open";
        }
        Stream<String> expected = row.taken().stream().sorted().map(taken -> switch (taken) {
            case THERE -> "making: takes it as made, and looks whose it is";
            case ABSENT -> "looking, removing: takes it as absent";
            case NOT_YET -> "on what a step before made or found: retries, since it may not show yet";
            case BEING_CHANGED -> "assigning, taking off: retries, since another change may be under way";
            case IN_USE -> "undoing: looks again, and keeps what others use";
            case BY_A_PERSON -> "assigning: asks a person to do it in the console";
            case REFUSED_ANSWER -> throw new AssertionError(row);
        });
        return Stream.concat(expected, Stream.of(row.taken().isEmpty() ? unexpected : "else " + unexpected))
                .collect(Collectors.joining("; "));
    }
}
