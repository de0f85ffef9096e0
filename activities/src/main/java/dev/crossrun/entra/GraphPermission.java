package dev.crossrun.entra;

import dev.crossrun.activity.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;
import java.util.function.Supplier;

/** What the worker's application must be permitted, by what it does (Graph reference, "Permissions" of each operation). */
enum GraphPermission {
    DIRECTORY("`User.ReadBasic.All` and `GroupMember.Read.All`", ""),
    APPLICATION(
            "`Application.ReadWrite.OwnedBy`",
            " For an application that the worker's does not own it must be `Application.ReadWrite.All`."),
    ASSIGNMENT(
            "`AppRoleAssignment.ReadWrite.All` and `Application.Read.All`",
            " A group can be assigned only where the tenant has a P1 licence."),
    PROVISIONING(
            "`Application.ReadWrite.OwnedBy`",
            " For an application that the worker's does not own it must be `Synchronization.ReadWrite.All`.");

    private final String permissions;
    private final String note;

    GraphPermission(String permissions, String note) {
        this.permissions = permissions;
        this.note = note;
    }

    /** Makes the call that needs it; a refusal for want of permission names it. */
    <T> T neededBy(Supplier<T> call) {
        try {
            return call.get();
        } catch (ApplicationFailure failure) {
            throw FailureType.error(failure).remedy().equals(Optional.of(GraphErrors.PERMIT))
                    ? FailureType.mendedBy(failure, remedy())
                    : failure;
        }
    }

    void neededBy(Runnable call) {
        neededBy(() -> {
            call.run();
            return this;
        });
    }

    private String remedy() {
        return "Grant the worker's application the application permission " + permissions
                + " of Microsoft Graph and have"
                + " an administrator of the tenant consent to it (*App registrations* → *API permissions* → *Grant admin"
                + " consent*); then try again." + note;
    }
}
