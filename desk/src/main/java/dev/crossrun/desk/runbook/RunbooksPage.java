package dev.crossrun.desk.runbook;

import dev.crossrun.api.resource.RunbookItem;
import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import java.util.List;

/** What can be run. */
public record RunbooksPage(Frame frame, List<RunbookItem> runbooks) implements FullPage {}
