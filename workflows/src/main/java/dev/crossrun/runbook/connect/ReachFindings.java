package dev.crossrun.runbook.connect;

import dev.crossrun.activity.EntraActivities;
import dev.crossrun.activity.EntraActivities.People;
import dev.crossrun.activity.GroupMembers;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.Principals;
import dev.crossrun.domain.Username;
import dev.crossrun.engine.Preflight;
import dev.crossrun.runbook.connect.ConnectFederationRequest.AccountAccess;
import dev.crossrun.runbook.connect.ConnectFederationRequest.Assign;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether the people of a request can use what it gives them: finds agents who can never sign in, and groups without members. */
final class ReachFindings {
    private static final String AGENTS = "/agents";

    private final Preflight preflight;
    private final ConnectFederationRequest request;
    private final Optional<People> entra;
    private final Optional<Principals> store;

    /** What the plan read; empty where it read nothing, or could not. */
    ReachFindings(
            Preflight preflight, ConnectFederationRequest request, Optional<People> entra, Optional<Principals> store) {
        this.preflight = preflight;
        this.request = request;
        this.entra = entra;
        this.store = store;
    }

    void find() {
        entra.ifPresent(people -> {
            disabled(people);
            unassigned(people);
            emptyInEntra(people);
        });
        if (request.switches() && request.entra().assign().isEmpty()) {
            preflight.warn(
                    "/entra",
                    "The request assigns nobody to the new Entra application, so nobody can sign in through it.",
                    "Name groups or users under `entra.assign`.");
        }
        store.ifPresent(there -> {
            withoutApplication(there);
            emptyInStore(there);
        });
    }

    private void disabled(People people) {
        List<String> disabled = people.users().stream()
                .filter(user -> user.enabled().equals(Optional.of(false)))
                .map(EntraActivities.User::signInName)
                .toList();
        warn(AGENTS, disabled, "The account is disabled in Entra, so these people cannot sign in: ", "Enable it.");
    }

    /** Entra lets in, and provisions, who is assigned, by themselves or as a direct member of an assigned group. */
    private void unassigned(People people) {
        if (!request.provisions() || request.entra().assign().isEmpty()) {
            return;
        }
        Set<String> users = new HashSet<>();
        request.entra().assign().orElseThrow().users().forEach(name -> users.add(lower(name)));
        Set<EntraActivities.User> members = new HashSet<>();
        people.groups().forEach(group -> members.addAll(people.membersOf(group)));
        List<String> left = agents(name -> entraUser(people, name)
                .filter(user -> !users.contains(lower(user.signInName())) && !members.contains(user))
                .isPresent());
        String others = request.switches() ? "" : ", unless something else assigns them already";
        warn(
                AGENTS,
                left,
                "These agents can never sign in" + others
                        + ", since the request assigns neither them nor a group of which"
                        + " they are direct members to the Entra application: ",
                "Add them to an assigned group in Entra, or to `entra.assign`.");
    }

    /** Identity Center shows the application to who is assigned to it, by themselves or through a group. */
    private void withoutApplication(Principals there) {
        Set<String> users = new HashSet<>();
        request.access().users().forEach(name -> users.add(name.value()));
        List<String> left = agents(name -> !users.contains(name)
                && request.access().groups().stream().noneMatch(group -> isMember(there, group, name)));
        warn(
                AGENTS,
                left,
                "These agents can never open Amazon Connect, since neither they nor a group of theirs are assigned to the"
                        + " application: ",
                "Add them to a group under `applicationAccess`, or to its users.");
    }

    /** A group that Entra provisions comes with its members in Entra. */
    private boolean isMember(Principals there, String group, String agent) {
        boolean now = there.groups().stream()
                .filter(each -> each.name().equals(group))
                .flatMap(each -> there.membersOf(each).stream())
                .anyMatch(user -> user.username().equals(agent));
        boolean later = provisioned(group)
                && entra.map(people -> people.groups().stream()
                                .filter(each -> each.name().equalsIgnoreCase(group))
                                .anyMatch(each -> entraUser(people, agent)
                                        .filter(people.membersOf(each)::contains)
                                        .isPresent()))
                        .orElse(true);
        return now || later;
    }

    private void emptyInEntra(People people) {
        Set<String> empty = new HashSet<>();
        people.members().stream().filter(GroupMembers::empty).forEach(group -> empty.add(group.group()));
        List<String> names = people.groups().stream()
                .filter(group -> empty.contains(group.id()))
                .map(EntraActivities.Principal::name)
                .toList();
        warn("/entra/assign/groups", names, "These groups have no members in Entra: ", "Add members, or leave it out.");
    }

    private void emptyInStore(Principals there) {
        Set<String> empty = new HashSet<>();
        there.members().stream().filter(GroupMembers::empty).forEach(group -> empty.add(group.group()));
        Map<String, String> pointers = new HashMap<>();
        request.accountAccess().stream()
                .map(AccountAccess::group)
                .forEach(group -> pointers.put(group, "/accountAccess"));
        request.access().groups().forEach(group -> pointers.put(group, "/applicationAccess/groups"));
        Stream.of("/applicationAccess/groups", "/accountAccess").forEach(pointer -> {
            List<String> names = there.groups().stream()
                    .filter(group -> empty.contains(group.id()) && !provisioned(group.name()))
                    .map(Principal::name)
                    .filter(name -> pointer.equals(pointers.get(name)))
                    .toList();
            warn(
                    pointer,
                    names,
                    "These groups have no members in the identity store: ",
                    "Add members, or leave the group out.");
        });
    }

    private boolean provisioned(String group) {
        return request.provisions()
                && request.entra()
                        .assign()
                        .map(Assign::groups)
                        .map(groups -> groups.contains(group))
                        .orElse(false);
    }

    private static Optional<EntraActivities.User> entraUser(People people, String name) {
        return people.users().stream()
                .filter(user -> user.signInName().equalsIgnoreCase(name)
                        || user.mail().map(name::equalsIgnoreCase).orElse(false))
                .findFirst();
    }

    private List<String> agents(Predicate<String> which) {
        return request.usernames().stream().map(Username::value).filter(which).toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void warn(String pointer, List<String> names, String detail, String remedy) {
        if (!names.isEmpty()) {
            preflight.warn(pointer, detail + Names.some(names) + ".", remedy);
        }
    }
}
