package dev.crossrun.desk.runbook;

import dev.crossrun.api.resource.RunbookResponse;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import dev.crossrun.desk.picture.Picture;

/** A runbook: its steps as a picture and as a table. */
public record RunbookPage(Frame frame, RunbookResponse runbook, Picture picture) implements FullPage {}
