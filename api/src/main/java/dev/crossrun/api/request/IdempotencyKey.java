package dev.crossrun.api.request;

import dev.crossrun.api.problem.ApiException;
import dev.crossrun.domain.Fault;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the header {@code Idempotency-Key}. */
public final class IdempotencyKey {
    public static final String HEADER = "Idempotency-Key";
    public static final String PATTERN = "^[!-~]{1,200}$";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    private IdempotencyKey() {}

    public static Optional<String> of(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (!FORM.matcher(header).matches()) {
            throw ApiException.invalid("/" + HEADER, "must be 1 to 200 printable ASCII characters without spaces");
        }
        List<Fault> secrets = LiveSecrets.faults("/" + HEADER, header);
        if (!secrets.isEmpty()) {
            throw ApiException.invalid(secrets);
        }
        return Optional.of(header);
    }
}
