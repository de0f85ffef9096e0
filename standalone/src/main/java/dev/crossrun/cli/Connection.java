package dev.crossrun.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which API, and who calls it: options of every command that calls. */
final class Connection {
    static final Path TOKENS = Path.of(".crossrun", "tokens.json");

    private static final URI LOCAL = URI.create("http://127.0.0.1:8080");

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "Address of the API; else CROSSRUN_API, the tokens file, http://127.0.0.1:8080.")
    private @Nullable URI api;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Principal of the tokens file to act as, such as kim; CROSSRUN_TOKEN needs none.")
    private String as = "";

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description = "Tokens file; else CROSSRUN_TOKENS, .crossrun/tokens.json.")
    private @Nullable Path tokens;

    private final Map<String, String> environment = System.getenv();

    /** The API as the options, the environment and the tokens file have it. */
    ApiClient open() {
        Optional<String> token = Optional.ofNullable(environment.get("CROSSRUN_TOKEN"));
        Path path = tokensPath();
        if (token.isPresent() && as.isEmpty()) {
            return new ApiClient(address(Optional.empty()), token.get());
        }
        if (!Files.exists(path)) {
            throw new Usage("Who are you? Set CROSSRUN_TOKEN to your token; or start crossrun up here, which writes "
                    + TOKENS + ", and say --as NAME");
        }
        TokensFile file = TokensFile.read(path);
        return new ApiClient(
                address(Optional.of(file.api())), file.principal(as).token());
    }

    private Path tokensPath() {
        if (tokens != null) {
            return tokens;
        }
        return Optional.ofNullable(environment.get("CROSSRUN_TOKENS"))
                .map(Path::of)
                .orElse(TOKENS);
    }

    private URI address(Optional<URI> ofFile) {
        if (api != null) {
            return api;
        }
        return Optional.ofNullable(environment.get("CROSSRUN_API"))
                .map(URI::create)
                .or(() -> ofFile)
                .orElse(LOCAL);
    }
}
