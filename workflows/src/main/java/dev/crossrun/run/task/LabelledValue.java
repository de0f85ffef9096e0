package dev.crossrun.run.task;

/** A value to copy into a console, with the label of its field. */
public record LabelledValue(String label, String value) {}
