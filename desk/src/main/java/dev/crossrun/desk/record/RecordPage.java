package dev.crossrun.desk.record;

import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;

/**
 * The record of a run, to print.
 *
 * @param markdown the record as REST gives it
 */
public record RecordPage(Frame frame, String run, String markdown) implements FullPage {}
