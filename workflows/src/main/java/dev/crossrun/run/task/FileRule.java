package dev.crossrun.run.task;

import java.util.List;
import java.util.Optional;

/**
 * What file an answer takes.
 *
 * @param maxBytes size of the file as it is, before compression
 * @param check what the document must be, as far as it can be checked without a call
 */
public record FileRule(boolean required, List<String> accept, int maxBytes, Optional<DocumentCheck> check) {
    /** XML of up to 512 KiB. */
    public static final FileRule XML =
            new FileRule(true, List.of("application/xml", "text/xml"), 512 * 1024, Optional.empty());

    public FileRule {
        accept = List.copyOf(accept);
    }

    /** The same rule, for an answer that may come without a file. */
    public FileRule optional() {
        return new FileRule(false, accept, maxBytes, check);
    }

    /** The same rule, for a document that must pass this check. */
    public FileRule checked(DocumentCheck wanted) {
        return new FileRule(required, accept, maxBytes, Optional.of(wanted));
    }
}
