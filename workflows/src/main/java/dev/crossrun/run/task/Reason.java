package dev.crossrun.run.task;

/**
 * Why an answer was refused.
 *
 * @param pointer which part of the answer: {@code /file}, {@code /username} …
 * @param code UPPER_SNAKE, for programs
 * @param detail what was wrong and what would be right, for people
 */
public record Reason(String pointer, String code, String detail) {}
