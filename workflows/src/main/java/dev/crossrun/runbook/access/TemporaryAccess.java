package dev.crossrun.runbook.access;

import dev.crossrun.engine.ApprovalStep;
import dev.crossrun.engine.Procedure;
import dev.crossrun.engine.RunInput;
import dev.crossrun.engine.Step;
import dev.crossrun.lease.LeaseKeeperImpl;
import dev.crossrun.lease.LeaseSweepImpl;
import dev.crossrun.run.Runbook;
import java.util.List;

/** The descriptor of {@code temporary-access}: all that a process has to know in order to offer it, and its steps. */
public final class TemporaryAccess {
    static final int REVISION = 1;

    private static final String WARNING =
            "Who approves this lets the user do whatever these permission sets allow on these"
                    + " accounts, until the end.";

    public static final Runbook<TemporaryAccessRequest> RUNBOOK = new Runbook<>(
            "temporary-access",
            "Give a person access to AWS accounts for a few hours",
            "Grants permission sets of IAM Identity Center to a user on accounts once somebody else has approved, and takes"
                    + " them back at the end, whatever happens meanwhile",
            "0.1.0",
            REVISION,
            "TemporaryAccess",
            TemporaryAccessRequest.class,
            TemporaryAccessFaults::of,
            TemporaryAccessRequest::accounts,
            () -> new Runbook.Code(
                    List.of(TemporaryAccessWorkflowImpl.class, LeaseKeeperImpl.class, LeaseSweepImpl.class),
                    Procedure.catalogue(REVISION, TemporaryAccess::steps)));

    private TemporaryAccess() {}

    /** The steps, in the order of the procedure. */
    static List<Step<?>> steps(RunInput<TemporaryAccessRequest> input) {
        AccessWindow window = new AccessWindow();
        AccessPreflight seen = new AccessPreflight(input);
        ApprovalStep approval = new ApprovalStep("ALL", WARNING, seen)
                .notBy(() -> input.get().user().value());
        StartStep start = new StartStep(input, approval);
        GrantStep grant = new GrantStep(input, seen, window, approval, start);
        WindowStep open = new WindowStep(input, seen, window, grant);
        EndSessionsStep sessions = new EndSessionsStep(input, seen, grant, open);
        RevokeStep revoke = new RevokeStep(input, window, grant, open, sessions);
        ActivityStep activity = new ActivityStep(input, window, revoke);
        AccessOutcomeStep outcome = new AccessOutcomeStep(input, window, open, revoke, activity);
        return List.of(seen, approval, start, grant, open, sessions, revoke, activity, outcome);
    }
}
