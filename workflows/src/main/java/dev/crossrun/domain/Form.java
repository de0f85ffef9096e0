package dev.crossrun.domain;

/** Checks a value against the {@link Text} of its type. */
final class Form {
    private Form() {}

    static void require(Class<?> type, String value) {
        Text text = type.getAnnotation(Text.class);
        if (!value.matches(text.pattern())) {
            throw new IllegalArgumentException("must be " + text.says() + ", not \"" + value + "\"");
        }
    }
}
