package dev.crossrun.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessPolicyActivitiesImplTest {
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    @Test
    void givesEveryPermissionSetForEightHoursByDefault() {
        assertThat(new AccessPolicyActivitiesImpl(AccessSettings.defaults())
                        .longest(List.of("Reader", "Administrator")))
                .containsExactly(Duration.ofHours(8), Duration.ofHours(8));
    }

    @Test
    void givesAPermissionSetAsLongAsItsOwnTimeSaysInTheOrderOfTheNames() {
        AccessSettings settings = new AccessSettings(
                Duration.ofHours(2),
                Map.of("Administrator", HALF_AN_HOUR, "Reader", Duration.ofHours(12)),
                Optional.empty());

        assertThat(new AccessPolicyActivitiesImpl(settings)
                        .longest(List.of("Reader", "Other", "Administrator", "administrator")))
                .containsExactly(Duration.ofHours(12), Duration.ofHours(2), HALF_AN_HOUR, Duration.ofHours(2));
    }
}
