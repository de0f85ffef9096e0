package dev.crossrun.activity;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The members of a group among the users that were asked for.
 *
 * @param group its id
 * @param users by their places in the answer's list of users: ids would take much of a history
 * @param empty whether the group has no members at all
 */
public record GroupMembers(String group, List<Integer> users, boolean empty) {
    public GroupMembers {
        users = List.copyOf(users);
    }

    /** Of a group whose members have these ids. {@code asked}: the ids of the answer's users, in its order. */
    public static GroupMembers among(List<String> asked, String group, Set<String> members) {
        List<Integer> places = IntStream.range(0, asked.size())
                .filter(place -> members.contains(asked.get(place)))
                .boxed()
                .toList();
        return new GroupMembers(group, places, members.isEmpty());
    }

    /** The users who are members of this group. */
    static <U> Set<U> of(String group, Collection<GroupMembers> all, List<U> users) {
        return all.stream()
                .filter(each -> each.group().equals(group))
                .flatMap(each -> each.users().stream())
                .map(users::get)
                .collect(Collectors.toSet());
    }
}
