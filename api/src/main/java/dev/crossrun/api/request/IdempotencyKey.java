package dev.crossrun.api.request;

import dev.crossrun.api.problem.ApiException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Idempotency-Key}. */
public final class IdempotencyKey {
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern FORM = Pattern.compile("[!-~]{1,200}");

    private IdempotencyKey() {}

    public static Optional<String> of(@Nullable String header) {
        if (header != null && !FORM.matcher(header).matches()) {
            throw new ApiException(400, HEADER + " must be 1 to 200 printable ASCII characters without spaces");
        }
        return Optional.ofNullable(header);
    }
}
