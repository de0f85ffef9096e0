package dev.crossrun.run.task;

/** A value to copy into a console, with the words beside it. */
public record LabelledValue(String label, String value) {}
