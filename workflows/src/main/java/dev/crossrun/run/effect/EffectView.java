package dev.crossrun.run.effect;

/** An effect of a step: what it is (an ARN or a name) and what became of it. */
public record EffectView(String what, EffectState state) {}
