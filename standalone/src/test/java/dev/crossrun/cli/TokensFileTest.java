package dev.crossrun.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensFileTest {
    @TempDir
    private Path folder;

    @Test
    void aFileThatIsReplacedIsThereAtEveryMoment() {
        Path file = folder.resolve("tokens.json");
        TokensFile tokens = new TokensFile(
                URI.create("http://127.0.0.1:8080"),
                List.of(new TokensFile.Principal("kim@example.com", List.of("REQUESTER"), "token-of-kim")));
        tokens.write(file);

        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 500; i++) {
                tokens.write(file);
            }
        });
        while (!writing.isDone()) {
            assertThat(TokensFile.read(file).api()).isEqualTo(tokens.api());
        }
        writing.join();
    }
}
