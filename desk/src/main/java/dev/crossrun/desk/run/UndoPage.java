package dev.crossrun.desk.run;

import dev.crossrun.api.run.RunResponse;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;

/** What an undo of a run would do, and the ways to ask for it. */
public record UndoPage(Frame frame, RunResponse run, UndoGroups undo, Ways ways) implements FullPage {}
