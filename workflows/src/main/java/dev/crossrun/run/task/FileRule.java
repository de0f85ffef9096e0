package dev.crossrun.run.task;

import java.util.List;

/** What file an answer takes. {@code maxBytes} counts the file as it is, before compression. */
public record FileRule(boolean required, List<String> accept, int maxBytes) {
    /** XML of up to 512 KiB. */
    public static final FileRule XML = new FileRule(true, List.of("application/xml", "text/xml"), 512 * 1024);

    public FileRule {
        accept = List.copyOf(accept);
    }

    /** The same, for an answer that may come without a file. */
    public FileRule optional() {
        return new FileRule(false, accept, maxBytes);
    }
}
