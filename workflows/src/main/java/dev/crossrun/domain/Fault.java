package dev.crossrun.domain;

/**
 * One fault of an input.
 *
 * @param pointer where, as a JSON Pointer (RFC 6901); empty for the whole document
 * @param code what kind of fault, in upper case: {@code INVALID} unless there is a more precise one
 * @param detail what is wrong and what would be right
 */
public record Fault(String pointer, String code, String detail) {
    public Fault(String pointer, String detail) {
        this(pointer, "INVALID", detail);
    }
}
