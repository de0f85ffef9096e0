package dev.crossrun.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.activity.FailureType;
import dev.crossrun.aws.AwsErrors;
import dev.crossrun.entra.GraphErrors;
import dev.crossrun.scim.ScimErrors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorTableTest {
    static final List<ErrorTable> TABLES = List.of(AwsErrors.TABLE, GraphErrors.TABLE, ScimErrors.TABLE);

    static Stream<ErrorTable> tables() {
        return TABLES.stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tellsAPersonWhatWouldMendWhateverIsNotTriedAgain(ErrorTable table) {
        assertThat(rows(table))
                .filteredOn(row -> !row.type().retried())
                .allSatisfy(row ->
                        assertThat(row.remedy()).as(row.codes().toString()).isPresent());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void saysRemediesInWholeSentencesOfOneLine(ErrorTable table) {
        assertThat(rows(table).flatMap(row -> row.remedy().stream())).allMatch(remedy -> remedy.matches("[A-Z].*\\."));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void hasEachCodeOnce(ErrorTable table) {
        assertThat(rows(table).filter(row -> row.message().isEmpty()).flatMap(row -> row.codes().stream()))
                .doesNotHaveDuplicates();
    }

    @Test
    void hasARemedyForEachKindOfFailureThatIsNotTriedAgain() {
        assertThat(TABLES.stream().flatMap(ErrorTableTest::rows).map(ErrorCodes::type))
                .contains(Stream.of(FailureType.values())
                        .filter(type -> !type.retried() && type != FailureType.INCONSISTENT)
                        .toArray(FailureType[]::new));
    }

    @Test
    void looksAtTheMessageFirstThenAtTheCodeThenAtItsBeginningThenAtTheStatus() {
        ErrorTable table = AwsErrors.TABLE;
        assertThat(table.row("MalformedPolicyDocument", "invalid PRINCIPAL in policy", 400)
                        .type())
                .isEqualTo(FailureType.NOT_READY);
        assertThat(table.row("MalformedPolicyDocument", "Syntax errors", 400).type())
                .isEqualTo(FailureType.INVALID_REQUEST);
        assertThat(table.row("AccessDeniedForDependencyException", "", 400).type())
                .isEqualTo(FailureType.NOT_AUTHORIZED);
        assertThat(table.row("NeverHeardOf", "", 409).type()).isEqualTo(FailureType.CONFLICT);
        assertThat(table.row("NeverHeardOf", "", 500)).isEqualTo(table.otherwise());
    }

    private static Stream<ErrorCodes> rows(ErrorTable table) {
        return Stream.concat(table.rows().stream(), Stream.of(table.otherwise()));
    }
}
