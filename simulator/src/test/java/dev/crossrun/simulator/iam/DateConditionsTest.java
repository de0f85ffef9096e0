package dev.crossrun.simulator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that depend on a date, as those that revoke older sessions do. */
class DateConditionsTest {
    private static final Context ISSUED = Context.empty().with("aws:TokenIssueTime", "2026-11-24T08:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "DateLessThan, 2026-11-24T08:00:01Z, true",
        "DateLessThan, 2026-11-24T08:00:00Z, false",
        "DateLessThan, 2026-11-24T08:00:00.500Z, true",
        "DateLessThan, 2026-11-24T10:00:00+02:00, false",
        "DateLessThan, 2026-11-25, true",
        "DateLessThanEquals, 2026-11-24T08:00:00Z, true",
        "DateGreaterThan, 2026-11-24, true",
        "DateGreaterThanEquals, 2026-11-24T08:00:00Z, true",
        "DateEquals, 1795507200, true",
        "DateNotEquals, 2026-11-24T08:00:00Z, false",
        "DateLessThan, yesterday, false",
    })
    void comparesWithTheDateOfTheRequest(String operator, String date, boolean holds) {
        assertThat(decide(operator, date, ISSUED)).isEqualTo(holds ? Decision.EXPLICIT_DENY : Decision.IMPLICIT_DENY);
    }

    @Test
    void aRequestWithoutTheDateIsNotDenied() {
        assertThat(decide("DateLessThan", "2030-01-01", Context.empty())).isEqualTo(Decision.IMPLICIT_DENY);
        assertThat(decide("DateLessThanIfExists", "2030-01-01", Context.empty()))
                .isEqualTo(Decision.EXPLICIT_DENY);
    }

    private static Decision decide(String operator, String date, Context context) {
        String policy = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*",
                 "Condition": {"%s": {"aws:TokenIssueTime": "%s"}}}]}""".formatted(operator, date);
        return PolicyEngine.evaluate(List.of(policy), "iam:GetRole", "*", context);
    }
}
