package dev.crossrun.entra;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.Application;
import dev.crossrun.activity.FailureType;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
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
    SIGN_IN_LOG("`AuditLog.Read.All`", ""),
    PROVISIONING(
            "`Synchronization.ReadWrite.All`",
            " For an application that the worker's application owns, Microsoft documents `Application.ReadWrite.OwnedBy` as"
                    + " enough, but tenants answer 401 to it.");

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
                    ? FailureType.fixedBy(failure, remedy())
                    : failure;
        }
    }

    /**
     * As {@link #neededBy(Supplier)}, to change an application. Graph may deny that at first to the one who has just made it
     * (hashicorp/terraform-provider-azuread, issue 581): then it is tried again.
     */
    <T> T neededOn(Application application, Clock clock, Supplier<T> call) {
        return neededBy(() -> {
            try {
                return call.get();
            } catch (ApplicationFailure failure) {
                throw isJustMade(application, clock) && isDenial(failure)
                        ? FailureType.NOT_READY.failure(failure.getOriginalMessage(), FailureType.error(failure))
                        : failure;
            }
        });
    }

    void neededOn(Application application, Clock clock, Runnable call) {
        neededOn(application, clock, () -> {
            call.run();
            return this;
        });
    }

    private static boolean isJustMade(Application application, Clock clock) {
        return application
                .made()
                .filter(at -> clock.instant().isBefore(at.plus(EntraActivities.PERMITTED)))
                .isPresent();
    }

    static boolean isDenial(ApplicationFailure failure) {
        return FailureType.error(failure).code().equals(Optional.of(EntraActivities.NOT_GRANTED));
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
