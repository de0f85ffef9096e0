package dev.crossrun.desk.run;

import dev.crossrun.api.run.RunResponse;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import dev.crossrun.desk.plan.PlanLines;

/** The plan of a run. */
public record PlanPage(Frame frame, RunResponse run, PlanLines plan) implements FullPage {}
