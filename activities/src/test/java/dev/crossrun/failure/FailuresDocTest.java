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

                What Crossrun does with the error codes of AWS, Microsoft Graph and SCIM, and what would fix each. This page is
                generated from the tables that the worker uses (`AwsErrors`, `GraphErrors`, `ScimErrors`). To generate it:

                    %s

                **retries**: Crossrun makes the call again, with growing pauses, for as long as its step allows: ten minutes, or
                longer if the step waits for something. `retry.lastFailure` of the step says why. After that it parks.
                **parks**: the step is STUCK. A DECISION task shows the cause in the provider's words, with its request id,
                and what would fix it. The other branches go on. See [Stuck steps](operating/stuck-steps.md).

                | kind | means | Crossrun |
                |---|---|---|
                %s

                Some remedies are more precise than these tables. If AWS denies a permission and names action and resource, the
                remedy is the statement to add and the role that lacks it, or it names the explicit deny, permissions boundary or
                service control policy that forbids the call. If a quota of Connect or IAM is reached, the remedy names the quota
                with its code and, if the worker may read it (`servicequotas:GetServiceQuota`), its value. If Graph denies a
                permission, the remedy names the application permission that the operation needs.
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
            case INVALID_REQUEST -> "the call is wrong";
            case NOT_AUTHORIZED -> "the worker lacks a permission, or its credentials are not valid";
            case NOT_FOUND -> "something that the call needs does not exist";
            case CONFLICT -> "something exists that is not this run's, or somebody else changed it";
            case QUOTA_EXCEEDED -> "a quota is reached";
            case INCONSISTENT -> "the system contradicts itself, such as two resources for one key";
            case THROTTLED -> "too many calls at once";
            case UNAVAILABLE -> "the system does not answer, or asks to try again";
            case NOT_READY -> "it does not exist yet, and is expected";
        };
    }

    private static String table(ErrorTable table) {
        return "\n## " + table.provider() + "\n\n| code | kind | Crossrun | what would fix it |\n|---|---|---|---|\n"
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
            case THERE -> "creating: reads who owns it";
            case ABSENT -> "reading, removing: it does not exist";
            case NOT_YET -> "if an earlier step created or found it: retries, since it may not be visible yet";
            case BEING_CHANGED -> "assigning, unassigning: retries, since another change may be in progress";
            case IN_USE -> "undoing: reads again, and keeps what others use";
            case BY_A_PERSON -> "assigning: asks a person to do it in the console";
            case REFUSED_ANSWER -> throw new AssertionError(row);
        });
        return Stream.concat(expected, Stream.of(row.taken().isEmpty() ? unexpected : "else " + unexpected))
                .collect(Collectors.joining("; "));
    }
}
