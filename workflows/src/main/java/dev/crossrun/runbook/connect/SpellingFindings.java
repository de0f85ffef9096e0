package dev.crossrun.runbook.connect;

import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Preflight;
import java.util.List;
import java.util.Optional;

/** Users whom the identity store has in another case of letters: the session's name, and so Connect, compares case. */
final class SpellingFindings {
    private final Preflight preflight;
    private final List<User> there;

    SpellingFindings(Preflight preflight, Principals there) {
        this.preflight = preflight;
        this.there = there.users();
    }

    /** Blocks if the store has the user in another spelling; returns whether it does. */
    boolean in(String pointer, Username wanted) {
        Optional<User> other = there.stream()
                .filter(user -> user.username().equalsIgnoreCase(wanted.value()))
                .filter(user -> !user.username().equals(wanted.value()))
                .findFirst();
        other.ifPresent(user -> preflight.block(
                pointer,
                "The identity store has the user " + user.username() + ", the request says " + wanted
                        + ": they differ in case, and Connect compares case.",
                "Usually the request is to be changed to " + user.username()
                        + ", and the Connect user with it. Else rename the user where the identity store gets it from, to "
                        + wanted + "."));
        return other.isPresent();
    }
}
