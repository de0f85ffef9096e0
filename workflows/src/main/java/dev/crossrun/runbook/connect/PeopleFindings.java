package dev.crossrun.runbook.connect;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.activity.IdentityCenterActivities.User;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Preflight;
import dev.crossrun.run.document.MarkdownText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is amiss with the people and groups of a request. */
final class PeopleFindings {
    private final Preflight preflight;
    private final ConnectFederationRequest request;

    PeopleFindings(Preflight preflight, ConnectFederationRequest request) {
        this.preflight = preflight;
        this.request = request;
    }

    /** Whether the people of the request are in Entra, with the names that they must have. */
    void inEntra(People people) {
        if (request.provisions()) {
            for (int i = 0; i < request.agents().size(); i++) {
                entraAgent("/agents/" + i + "/username", request.agents().get(i).username(), people);
            }
        }
        groups(people);
        users(people);
        if (request.provisions()) {
            people.users().stream().filter(user -> !user.without().isEmpty()).forEach(this::unprovisionable);
        }
    }

    /**
     * IAM Identity Center User Guide, "Troubleshooting IAM Identity Center issues": "2 validation errors detected: Value at
     * 'name.givenName' …".
     */
    private void unprovisionable(EntraActivities.User user) {
        preflight.block(
                "/entra",
                user.signInName() + " has no " + String.join(", no ", user.without())
                        + " in Entra: IAM Identity Center refuses such a user, so Entra never provisions it.",
                "Set " + String.join(" and ", user.without()) + " of " + MarkdownText.code(user.signInName())
                        + " in Entra.");
    }

    /** Whether the identity store has the user in another case of letters, which nobody may wait for. */
    private boolean isSpelledOtherwise(String pointer, Username wanted, Principals there) {
        Optional<User> other = there.users().stream()
                .filter(user -> user.username().equalsIgnoreCase(wanted.value()))
                .filter(user -> !user.username().equals(wanted.value()))
                .findFirst();
        other.ifPresent(user -> preflight.block(
                pointer,
                "The identity store has the user " + user.username() + ", the request says " + wanted
                        + ": they differ in case, and Connect compares case.",
                "Usually the request is to be changed to " + MarkdownText.code(user.username())
                        + ", and the Connect user with it. Else rename the user where the identity store gets it from, to "
                        + MarkdownText.code(wanted.value()) + "."));
        return other.isPresent();
    }

    private void groups(People people) {
        List<String> groups = EntraSeen.groups(request);
        for (int i = 0; i < groups.size(); i++) {
            String name = groups.get(i);
            long count = people.groups().stream()
                    .filter(group -> group.name().equalsIgnoreCase(name))
                    .count();
            if (count != 1) {
                preflight.block(
                        "/entra/assign/groups/" + i,
                        count == 0
                                ? "Entra has no group \"" + name + "\"."
                                : "Entra has " + count + " groups \"" + name + "\".",
                        "Name one that is there once.");
            }
        }
    }

    private void users(People people) {
        List<String> users = request.entra()
                .assign()
                .map(ConnectFederationRequest.Assign::users)
                .orElse(List.of());
        for (int i = 0; i < users.size(); i++) {
            String name = users.get(i);
            if (people.users().stream().noneMatch(user -> user.signInName().equalsIgnoreCase(name))) {
                preflight.block(
                        "/entra/assign/users/" + i,
                        "Entra has no user who signs in as " + name + ".",
                        "Name a user by the sign-in name (user principal name).");
            }
        }
    }

    /** Sign-in name, e-mail address and Connect's user name must be one and the same, case included. */
    private void entraAgent(String pointer, Username username, People people) {
        String name = username.value();
        List<EntraActivities.User> candidates = people.users().stream()
                .filter(user -> user.signInName().equalsIgnoreCase(name)
                        || user.mail().map(name::equalsIgnoreCase).orElse(false))
                .toList();
        if (candidates.isEmpty()) {
            preflight.block(pointer, "Entra has no user " + name + ".", "Make the user, or correct the name.");
        } else if (candidates.stream()
                .noneMatch(user -> user.signInName().equals(name)
                        && user.mail().map(name::equals).orElse(true))) {
            EntraActivities.User user = candidates.get(0);
            preflight.block(
                    pointer,
                    "In Entra the user signs in as " + user.signInName() + " and has the e-mail address "
                            + user.mail().orElse("(none)") + "; both become part of the identity store.",
                    "A session is named after the e-mail address: make both equal to the agent's username, case"
                            + " included.");
        }
    }

    /** Who must be in the identity store already: everybody, unless Entra is to provision them. */
    void inIdentityStore(Principals there) {
        Map<String, User> users = new HashMap<>();
        there.users().forEach(user -> users.put(user.username(), user));
        for (int i = 0; i < request.agents().size(); i++) {
            String pointer = "/agents/" + i + "/username";
            Username agent = request.agents().get(i).username();
            if (!isSpelledOtherwise(pointer, agent, there) && !request.provisions()) {
                agent(pointer, agent, users);
            }
        }
        List<String> groups = there.groups().stream().map(Principal::name).toList();
        List<String> opening = request.access().groups();
        for (int i = 0; i < opening.size(); i++) {
            group("/applicationAccess/groups/" + i, opening.get(i), groups);
        }
        for (int i = 0; i < request.accountAccess().size(); i++) {
            group(
                    "/accountAccess/" + i + "/group",
                    request.accountAccess().get(i).group(),
                    groups);
        }
        List<Username> assigned = request.applicationAccess()
                .map(ConnectFederationRequest.ApplicationAccess::users)
                .orElse(List.of());
        for (int i = 0; i < assigned.size(); i++) {
            String pointer = "/applicationAccess/users/" + i;
            if (!isSpelledOtherwise(pointer, assigned.get(i), there)
                    && !users.containsKey(assigned.get(i).value())
                    && !request.provisions()) {
                absent(pointer, assigned.get(i));
            }
        }
    }

    /** Entra provisions the groups that are assigned to its application, and no others. */
    private void group(String pointer, String group, List<String> there) {
        boolean arrives = request.provisions()
                && request.entra()
                        .assign()
                        .map(assign -> assign.groups().contains(group))
                        .orElse(false);
        if (!there.contains(group) && !arrives) {
            preflight.block(
                    pointer,
                    "The identity store has no group \"" + group + "\".",
                    request.provisions()
                            ? "Name it under entra.assign.groups, so that Entra provisions it, or name another."
                            : "Provision it, or name another.");
        }
    }

    private void agent(String pointer, Username username, Map<String, User> users) {
        User user = users.get(username.value());
        if (user == null) {
            absent(pointer, username);
            return;
        }
        if (!user.primaryEmail().equals(Optional.of(username.value()))) {
            preflight.block(
                    pointer,
                    "The primary e-mail of " + username + " in the identity store is "
                            + user.primaryEmail().orElse("not set") + ".",
                    "It is what a session will be named after: make the two equal, case included.");
        }
        if (!user.enabled()) {
            preflight.warn(
                    pointer, username + " is disabled in the identity store.", "Enable the user before the sign-in.");
        }
    }

    private void absent(String pointer, Username username) {
        preflight.block(
                pointer,
                "The identity store has no user " + username + ".",
                "Provision the user, or correct the name.");
    }
}
