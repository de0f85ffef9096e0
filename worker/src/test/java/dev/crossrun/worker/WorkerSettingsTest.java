package dev.crossrun.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.domain.AccountId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {
    @Test
    void readsTheExample() {
        WorkerSettings settings = WorkerSettings.read(Path.of("../examples/worker.yml"));
        assertThat(settings.aws().accounts())
                .containsOnlyKeys(new AccountId("111111111111"), new AccountId("222222222222"));
        assertThat(settings.aws().endpointOverride()).isEmpty();
    }

    @Test
    void namesAKeyThatItDoesNotKnow() {
        assertThatThrownBy(() -> WorkerSettings.parse("aws:\n  stsRegion: eu-west-1\n  acounts: {}\n"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining("aws.acounts");
    }

    @Test
    void refusesAnAccountThatIsNone() {
        assertThatThrownBy(() ->
                        WorkerSettings.parse("aws:\n  stsRegion: eu-west-1\n  accounts:\n    \"12\": {roleArn: x}\n"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining("12 digits");
    }

    @Test
    void wantsEnvironmentVariablesToBeSet() {
        assertThatThrownBy(() -> WorkerSettings.parse("aws: {stsRegion: \"${CROSSRUN_NO_SUCH_VARIABLE}\"}"))
                .isInstanceOf(WorkerSettings.InvalidSettingsException.class)
                .hasMessageContaining("CROSSRUN_NO_SUCH_VARIABLE");
    }
}
