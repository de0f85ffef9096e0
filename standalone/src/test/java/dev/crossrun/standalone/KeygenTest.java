package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.crossrun.temporal.PayloadKeys;
import dev.crossrun.temporal.SealingKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ./crossrun keygen}. */
class KeygenTest {
    private static final String WORKER = "sealing-worker.jwks.json";
    private static final String PAYLOADS = "payloads.jwks.json";
    private static final String API = "sealing-api.jwks.json";

    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void within() {
        folder = temporary.resolve("new").resolve("keys");
    }

    private record Result(int code, String out, String err) {}

    private Result keygen() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commands = Crossrun.commands("keygen");
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        int code = commands.execute("keygen", "--out", folder.toString());
        assertThat(out + "" + err).doesNotContain("\tat ");
        return new Result(code, out.toString(), err.toString());
    }

    @Test
    void whatTheApisFileSealsTheWorkersFileOpens() {
        Result made = keygen();
        assertThat(made.code()).isZero();
        assertThat(made.out().lines())
                .containsExactly(
                        folder.resolve(WORKER) + "  private: sealing in worker.yml",
                        folder.resolve(API) + "  public: sealing in api.yml",
                        folder.resolve("sessions.jwks.json") + "  private: desk.sessionKeys in api.yml",
                        folder.resolve(PAYLOADS) + "  private: payloads in worker.yml and api.yml",
                        folder.resolve("records.jwks.json") + "  private: records.keys in api.yml");
        assertThat(PayloadKeys.read(folder.resolve(PAYLOADS)).encrypt()).isTrue();
        assertThat(PayloadKeys.read(folder.resolve(PAYLOADS)).hash()).isTrue();
        SealingKeys api = SealingKeys.read(folder.resolve(API));
        assertThat(SealingKeys.read(folder.resolve(WORKER)).open(api.seal("secret")))
                .isEqualTo("secret");
    }

    @Test
    void onlyTheOwnerReadsThePrivateKeyAndTheApisFileHasNone() throws IOException {
        keygen();
        assertThat(permissions(WORKER)).isEqualTo("rw-------");
        assertThat(permissions(PAYLOADS)).isEqualTo("rw-------");
        assertThat(permissions(API)).startsWith("rw-r");
        assertThat(fields(WORKER)).contains("\"d\"");
        assertThat(fields(API)).contains("\"x\"", "\"kid\"").doesNotContain("\"d\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {WORKER, API, PAYLOADS})
    void refusesWhereEitherFileIsThereAndLeavesThePlaceAsItWas(String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), "precious");
        Result refused = keygen();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains(folder.resolve(name).toString(), "is there already");
        assertThat(Files.readString(folder.resolve(name))).isEqualTo("precious");
        assertThat(folder)
                .isDirectoryNotContaining(file -> !file.getFileName().toString().equals(name));
    }

    @Test
    void theDrillOfTheDocsMakesAFileOfTheOldKeysAndTheNewOnes() throws Exception {
        folder = temporary.resolve("keys");
        keygen();
        folder = folder.resolve("new");
        keygen();
        String drill = Files.readString(Path.of("../docs/security.md"))
                .replaceFirst("(?s).*<!-- run by KeygenTest -->\\s*(umask.*?both\\.jwks\\.json).*", "$1");
        Process shell = new ProcessBuilder("bash", "-c", drill)
                .directory(temporary.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
        PayloadKeys old = PayloadKeys.read(temporary.resolve("keys").resolve(PAYLOADS));
        PayloadKeys next = PayloadKeys.read(folder.resolve(PAYLOADS));
        assertThat(PayloadKeys.read(temporary.resolve("both.jwks.json")).hashes("kim"))
                .containsExactly(old.hashes("kim").get(0), next.hashes("kim").get(0));
    }

    @Test
    void saysThatAFolderCannotBeMade() throws IOException {
        folder = Files.createFile(temporary.resolve("file")).resolve("keys");
        Result refused = keygen();
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("cannot be written");
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    private String fields(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(name).toFile())
                .path("keys")
                .path(0)
                .toString();
    }
}
