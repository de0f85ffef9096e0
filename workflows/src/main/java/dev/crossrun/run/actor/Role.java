package dev.crossrun.run.actor;

/** What a principal may do. Every principal may read. */
public enum Role {
    /** May start runs, and abort those it started. */
    REQUESTER,
    /** May approve or reject a plan, and confirm an undo, of a run that it did not request. */
    APPROVER,
    /** May answer human steps and decisions, redo steps and abort runs. */
    ADMINISTRATOR,
    /** May read, nothing else. */
    AUDITOR
}
