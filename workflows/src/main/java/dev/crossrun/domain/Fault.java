package dev.crossrun.domain;

/**
 * One thing that is wrong with an input.
 *
 * @param pointer where, as a JSON Pointer (RFC 6901); empty for the whole document
 * @param detail what is wrong and what would be right
 */
public record Fault(String pointer, String detail) {}
