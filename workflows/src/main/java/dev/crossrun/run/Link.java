package dev.crossrun.run;

/** A page to open. */
public record Link(String label, String url) {}
