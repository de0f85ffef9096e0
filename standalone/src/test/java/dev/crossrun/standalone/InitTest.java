package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.domain.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ./crossrun init}. */
class InitTest {
    @TempDir
    Path folder;

    private record Result(int code, String err) {}

    private Result init(Path file) {
        StringWriter err = new StringWriter();
        CommandLine commands = Crossrun.commands("init");
        commands.setOut(new PrintWriter(new StringWriter()));
        commands.setErr(new PrintWriter(err));
        int code = commands.execute("init", "--out", file.toString());
        return new Result(code, err.toString());
    }

    static Map<String, String> variables(String content) {
        return content.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    @Test
    void writesOtherSecretsEachTimeToAFileOfItsOwnerAlone() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        assertThat(init(first).code()).isZero();
        assertThat(init(second).code()).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
                .isEqualTo("rw-------");
        Map<String, String> secrets = variables(Files.readString(first));
        Map<String, String> others = variables(Files.readString(second));
        for (String password : List.of("POSTGRES_PASSWORD", "GRAFANA_PASSWORD")) {
            assertThat(secrets.get(password)).matches("[0-9a-f]{48}").isNotEqualTo(others.get(password));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUESTER", "APPROVER", "ADMINISTRATOR"})
    void aTokenHasItsHash(String role) {
        Map<String, String> secrets = variables(InitCommand.content());
        assertThat(secrets.get("CROSSRUN_" + role + "_SHA256"))
                .isEqualTo(Sha256.of(secrets.get("CROSSRUN_" + role + "_TOKEN")).value());
    }

    @Test
    void leavesAFileThatExists() throws IOException {
        Path file = Files.writeString(folder.resolve(".env"), "POSTGRES_PASSWORD=mine\n");
        Result refused = init(file);
        assertThat(refused.code()).isNotZero();
        assertThat(refused.err()).contains(file + " exists and stays as it is");
        assertThat(file).hasContent("POSTGRES_PASSWORD=mine");
    }

    @Test
    void saysThatAFileCannotBeWritten() {
        assertThat(init(folder.resolve("missing/.env")).err()).contains("missing/.env cannot be written");
    }
}
