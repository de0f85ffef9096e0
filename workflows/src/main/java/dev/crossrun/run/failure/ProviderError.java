package dev.crossrun.run.failure;

import java.util.Optional;

/**
 * What the outside system said; the first detail of every failure made by the activities.
 *
 * @param provider the service, such as {@code IAM}
 * @param code its error code
 * @param requestId its request id
 * @param remedy what would fix it, as a sentence in Markdown; absent where nothing can be done but wait
 */
public record ProviderError(
        Optional<String> provider, Optional<String> code, Optional<String> requestId, Optional<String> remedy) {
    public static ProviderError none() {
        return new ProviderError(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public ProviderError fixedBy(String sentence) {
        return new ProviderError(provider, code, requestId, Optional.of(sentence));
    }
}
