package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossrun.api.archive.FolderStore;
import dev.crossrun.cli.Usage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpFolderTest {
    private static final URI API = URI.create("http://127.0.0.1:8080");

    @TempDir
    Path folder;

    @Test
    void isForOneUpAtATime() {
        UpFolder first = new UpFolder(folder);
        assertThatThrownBy(() -> new UpFolder(folder))
                .isInstanceOf(Usage.class)
                .hasMessage("Another ./crossrun up works in " + folder
                        + ". Stop it, or choose another folder with --folder.");
        first.close();
        new UpFolder(folder).close();
    }

    @Test
    void keepsTokensKeysAndNamespaceForTheirOwnerAlone() throws IOException {
        try (UpFolder up = new UpFolder(folder)) {
            UpFolder.Kept kept = up.new Kept("acme");
            Secrets secrets = kept.secrets();
            up.write(secrets.people(), API);
            String namespace = kept.namespace();
            Secrets again = kept.secrets();
            Path records = kept.records().keys();
            byte[] key = Files.readAllBytes(records);
            assertThat(kept.records().keys()).isEqualTo(records).hasBinaryContent(key);
            assertThat(again.people().requester().token())
                    .isEqualTo(secrets.people().requester().token());
            assertThat(again.sealing().open(secrets.sealing().seal("secret"))).isEqualTo("secret");
            assertThat(kept.namespace()).isEqualTo(namespace);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.path())))
                    .isEqualTo("rwx------");
            try (var files = Files.list(kept.path())) {
                assertThat(files.toList())
                        .hasSize(4)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void clearsWhatItKeepsAndNothingElse() throws IOException {
        try (UpFolder up = new UpFolder(folder)) {
            UpFolder.Kept kept = up.new Kept("acme");
            String namespace = kept.namespace();
            kept.secrets();
            FolderStore archive = new FolderStore(kept.records().folder().orElseThrow());
            archive.create("chain/one", new byte[] {1});
            Path others = Files.writeString(kept.path().resolve("notes.txt"), "mine");
            assertThat(kept.clear()).contains(namespace);
            try (var files = Files.list(kept.path())) {
                assertThat(files.toList()).containsExactly(others);
            }
            assertThat(kept.namespace()).isNotEqualTo(namespace);
        }
    }
}
