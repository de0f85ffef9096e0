package dev.crossrun.run;

/** A value to copy into a console, or a link to follow, with the words beside it. */
public record LabelledValue(String label, String value) {}
