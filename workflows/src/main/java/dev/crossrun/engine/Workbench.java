package dev.crossrun.engine;

/** What the steps of a run work on. */
record Workbench(Journal journal, Ledger ledger, Tasks tasks, Documents documents, RunState run) {}
