package dev.crossrun.run.task;

/** A page to open. */
public record Link(String label, String url) {}
