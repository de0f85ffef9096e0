package dev.crossrun.standalone;

import static dev.crossrun.standalone.AccessRun.ACCOUNT;
import static dev.crossrun.standalone.AccessRun.ADA;
import static dev.crossrun.standalone.AccessRun.SET;
import static dev.crossrun.standalone.AccessRun.SUPPORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.crossrun.simulator.AccessNow.Grant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Access for a time on schedules of faults drawn from {@link Seeds}: what holds after every day. */
class AccessFaultsTest {
    @TestFactory
    @Timeout(3_600)
    Stream<DynamicTest> holdsItsLawsOnABadDay() {
        return Seeds.ofAccess().mapToObj(seed -> dynamicTest("seed " + seed, () -> live(AccessSchedule.of(seed))));
    }

    private static void live(AccessSchedule schedule) throws JsonProcessingException {
        try (AccessDay day = new AccessDay(schedule)) {
            List<JsonNode> ended = day.live();
            assertThat(day.broken).as("while the access was open").isEmpty();
            assertThat(ended).allSatisfy(view -> isExplained(view, schedule));
            nobodyHoldsMoreOrLessThanBefore(day);
            if (schedule.endsSessions()) {
                openSessionsAreDenied(day);
            }
            if (day.overrun) {
                assertThat(ended)
                        .extracting(view -> FederationRun.step(view, "revoke")
                                .path("detail")
                                .asText())
                        .as("the overrun is told")
                        .anyMatch(detail -> detail.contains("after the end of the window"));
            }
            day.sessionsExpire();
            assertThat(statements(AccessDay.set(day.center()).policies().inline()))
                    .isEqualTo(statements(day.policy));
            nobodyHoldsMoreOrLessThanBefore(day);
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError("seed " + schedule.seed() + " broke a law on " + schedule, broken);
        }
    }

    private static void isExplained(JsonNode ended, AccessSchedule schedule) {
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
        assertThat(ended.at("/outcome/revoked").size()
                        + ended.at("/outcome/kept").size()
                        + ended.at("/outcome/notConfirmed").size())
                .as("every account on which the user did not have it before is told of")
                .isEqualTo(schedule.hadBefore() ? 1 : 2);
    }

    private static JsonNode statements(Optional<String> policy) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(policy.orElse("{}")).path("Statement");
    }

    private static void nobodyHoldsMoreOrLessThanBefore(AccessDay day) {
        List<String> with = day.run.access().grants().stream()
                .filter(grant -> grant.permissionSet().equals(SET))
                .filter(grant -> List.of(ACCOUNT, SUPPORT).contains(grant.accountId()))
                .map(Grant::user)
                .toList();
        assertThat(with.contains(ADA)).isEqualTo(day.schedule.hadBefore());
        assertThat(with.contains("grace@example.com")).isEqualTo(day.schedule.roleStays());
        assertThat(with).doesNotHaveDuplicates();
    }

    private static void openSessionsAreDenied(AccessDay day) {
        Stream.of(ACCOUNT, SUPPORT)
                .filter(account -> !(account.equals(ACCOUNT) && day.schedule.hadBefore()))
                .flatMap(account -> day.run.access().sessions(ADA, account).stream())
                .forEach(session ->
                        assertThat(day.run.may(session)).as("an open session").isFalse());
    }
}
