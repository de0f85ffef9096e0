package dev.crossrun.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which API, and who calls it: options of every command that calls. */
final class Connection {
    static final Path TOKENS = Path.of(".crossrun", "tokens.json");

    private static final String LOCAL = "http://127.0.0.1:8080";

    private static final Pattern ADDRESS =
            Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?");

    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "Address of the API; else CROSSRUN_API, the tokens file, http://127.0.0.1:8080.")
    private @Nullable String api;

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

    /** The API as the options, the environment and the tokens file have it. */
    ApiClient open(Surroundings surroundings) {
        Optional<String> token = variable(surroundings, "CROSSRUN_TOKEN");
        if (token.isPresent() && as.isEmpty()) {
            return new ApiClient(address(surroundings, Optional.empty()), usable(token.get(), "CROSSRUN_TOKEN"));
        }
        Path path = tokensPath(surroundings);
        if (!Files.exists(path)) {
            throw new Usage("Who are you? Set CROSSRUN_TOKEN to your token; or start crossrun up here, which writes "
                    + TOKENS + ", and say --as NAME");
        }
        TokensFile file = TokensFile.read(path);
        TokensFile.Principal principal = file.principal(as);
        return new ApiClient(
                address(surroundings, Optional.of(file.api())),
                usable(principal.token(), "The token of " + principal.name()));
    }

    /** An empty variable is as good as none. */
    private static Optional<String> variable(Surroundings surroundings, String name) {
        return Optional.ofNullable(surroundings.environment().get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Refused here, since what refuses a header later on tells its value. */
    private static String usable(String token, String what) {
        if (!TOKEN.matcher(token).matches()) {
            throw new Usage(what + " is no token: it must be printable ASCII characters without spaces");
        }
        return token;
    }

    private Path tokensPath(Surroundings surroundings) {
        if (tokens != null) {
            return tokens;
        }
        return surroundings
                .directory()
                .resolve(variable(surroundings, "CROSSRUN_TOKENS").map(Path::of).orElse(TOKENS));
    }

    private URI address(Surroundings surroundings, Optional<URI> ofFile) {
        String text = Optional.ofNullable(api)
                .or(() -> variable(surroundings, "CROSSRUN_API"))
                .or(() -> ofFile.map(URI::toString))
                .orElse(LOCAL);
        if (!ADDRESS.matcher(text).matches()) {
            throw new Usage(text + " is no address of an API, such as " + LOCAL);
        }
        return URI.create(text);
    }
}
