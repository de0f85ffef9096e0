package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/keys.sh}, which makes the keys of {@code docker-compose.yml}. */
class KeysScriptTest {
    private static final String[] KEYS = {
        "api/payloads.jwks.json",
        "api/records.jwks.json",
        "api/sealing-api.jwks.json",
        "worker/payloads.jwks.json",
        "worker/sealing-worker.jwks.json"
    };

    @TempDir
    Path folder;

    private Path volumes;

    @BeforeEach
    void emptyVolumes() throws IOException {
        volumes = folder.resolve("volumes");
        Files.createDirectories(volumes.resolve("worker"));
        Files.createDirectories(volumes.resolve("api"));
        java("shift 2\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                + System.getProperty("java.class.path") + "' \"$@\"\n");
    }

    /** The script finds this {@code java} first. */
    private void java(String script) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    }

    private record Result(int code, String output) {}

    private Result keys() throws IOException {
        ProcessBuilder script =
                new ProcessBuilder("sh", "../deploy/keys.sh", volumes.toString()).redirectErrorStream(true);
        script.environment().merge("PATH", folder.resolve("bin") + ":", (path, bin) -> bin + path);
        Process process = script.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.onExit().join().exitValue(), output);
    }

    /** Content by path. */
    private Map<String, String> files() throws IOException {
        try (Stream<Path> all = Files.walk(volumes)) {
            return all.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> volumes.relativize(file).toString(),
                            KeysScriptTest::content,
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void eachVolumeHasTheKeysThatItsProcessesName() throws IOException {
        assertThat(keys().code()).isZero();
        assertThat(files()).containsOnlyKeys(KEYS);
        Path worker = volumes.resolve("worker");
        Path api = volumes.resolve("api");
        SealingKeys sealing = SealingKeys.read(api.resolve("sealing-api.jwks.json"));
        assertThat(SealingKeys.read(worker.resolve("sealing-worker.jwks.json")).open(sealing.seal("secret")))
                .isEqualTo("secret");
        assertThat(files().get("api/payloads.jwks.json")).isEqualTo(files().get("worker/payloads.jwks.json"));
        assertThat(PayloadKeys.read(api.resolve("records.jwks.json")).encrypt()).isTrue();
        assertThat(Files.readString(Path.of("../deploy/worker.yml")))
                .contains("${CROSSRUN_KEYS}/sealing-worker.jwks.json", "${CROSSRUN_KEYS}/payloads.jwks.json");
        assertThat(Files.readString(Path.of("../deploy/api.yml")))
                .contains(
                        "/var/lib/crossrun/api/sealing-api.jwks.json",
                        "/var/lib/crossrun/api/payloads.jwks.json",
                        "/var/lib/crossrun/api/records.jwks.json");
    }

    @Test
    void aSecondRunChangesNothing() throws IOException {
        keys();
        Map<String, String> made = files();
        assertThat(keys()).isEqualTo(new Result(0, ""));
        assertThat(files()).isEqualTo(made);
    }

    @Test
    void theNextRunMakesAllKeysIfTheirGenerationWasCutOff() throws IOException {
        Path java = folder.resolve("bin/java");
        String whole = Files.readString(java);
        java("mkdir -p \"$6\" && echo half > \"$6/sealing-worker.jwks.json\"\nexit 137\n");
        assertThat(keys().code()).isEqualTo(137);
        assertThat(files()).containsOnlyKeys("worker/unfinished/sealing-worker.jwks.json");
        Files.writeString(java, whole);
        assertThat(keys().code()).isZero();
        assertThat(files()).containsOnlyKeys(KEYS);
        assertThat(files().values()).doesNotContain("half\n");
    }

    @Test
    void theNextRunPlacesTheSameKeysIfTheirPlacingWasCutOff() throws IOException {
        Path api = volumes.resolve("api");
        Files.delete(api);
        assertThat(keys().code()).isNotZero();
        Map<String, String> cut = files();
        Files.createDirectory(api);
        assertThat(keys().code()).isZero();
        assertThat(files()).containsOnlyKeys(KEYS);
        assertThat(files().get("worker/payloads.jwks.json")).isEqualTo(cut.get("worker/payloads.jwks.json"));
        assertThat(files().get("api/records.jwks.json")).isEqualTo(cut.get("worker/new/records.jwks.json"));
    }

    @Test
    void aKeyThatWasLostIsNotReplacedByANewOne() throws IOException {
        keys();
        Files.delete(volumes.resolve("api/records.jwks.json"));
        Map<String, String> left = files();
        Result refused = keys();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output())
                .contains("Keys are missing: api/records.jwks.json", "Restore them from the backup");
        assertThat(files()).isEqualTo(left);
    }
}
