package dev.crossrun.run.failure;

import java.util.Optional;

/**
 * Why a call failed.
 *
 * @param type the failure's type, such as {@code THROTTLED}
 * @param provider the service that refused, such as {@code IAM}
 * @param code the service's own error code
 * @param requestId the service's request id, for its support
 * @param remedy what would fix it, as a sentence in Markdown; absent where nothing can be done but wait
 */
public record FailureView(
        String type,
        String message,
        Optional<String> provider,
        Optional<String> code,
        Optional<String> requestId,
        Optional<String> remedy) {}
