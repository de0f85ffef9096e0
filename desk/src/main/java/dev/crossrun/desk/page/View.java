package dev.crossrun.desk.page;

/**
 * A page or a part of one. Its template is the file with the name of its class, beside it, and has it as its one parameter,
 * {@code it}.
 */
public interface View {}
