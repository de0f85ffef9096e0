package dev.crossrun.runbook.connect;

import io.temporal.workflow.Workflow;

/**
 * What tells a run's things from others.
 *
 * @param value the workflow's id: what a thing is tagged with, so that a later run of the same name finds it
 * @param unique that and the id of this very execution: for tokens that no other execution may use
 */
record RunMark(String value, String unique) {
    /** Of the workflow that is running. */
    static RunMark ours() {
        String id = Workflow.getInfo().getWorkflowId();
        return new RunMark(id, id + "/" + Workflow.getInfo().getFirstExecutionRunId());
    }
}
