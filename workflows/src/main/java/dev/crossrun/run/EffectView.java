package dev.crossrun.run;

/** An effect of a step: what it is (an ARN or a name) and what became of it. */
public record EffectView(String what, EffectState state) {}
