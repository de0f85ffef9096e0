package dev.crossrun.engine;

/**
 * What a person can do about a failure that an outside system describes in its own words, told in the runbook's: a field of its
 * request, or a step to redo.
 *
 * @param saying what the failure's message or code contains
 * @param sentence what to do, added to the system's own remedy
 */
public record Remedy(String saying, String sentence) {}
