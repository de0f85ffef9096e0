package dev.crossrun.aws;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.UserSearchSummary;

/** Amazon Connect. */
public final class ConnectActivitiesImpl implements ConnectActivities {
    private final AwsAccounts accounts;

    public ConnectActivitiesImpl(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public Instance describeInstance(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        software.amazon.awssdk.services.connect.model.Instance instance = AwsFailures.translating(
                "reading Connect instance " + key.id(),
                () -> connect.describeInstance(
                                request -> request.instanceId(key.id().value()))
                        .instance());
        return new Instance(
                new InstanceId(instance.id()),
                instance.arn(),
                Optional.ofNullable(instance.instanceAlias()),
                instance.identityManagementTypeAsString(),
                instance.instanceStatusAsString());
    }

    @Override
    public Users findUsers(UserQuery query) {
        Set<String> there = usernames(query.instance());
        List<String> wanted = query.usernames().stream().map(Username::value).toList();
        Set<String> ignoringCase = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        ignoringCase.addAll(wanted);
        return new Users(
                wanted.stream().filter(there::contains).toList(),
                there.stream()
                        .filter(name -> ignoringCase.contains(name) && !wanted.contains(name))
                        .toList());
    }

    /** All of them: a search for a name, at two calls a second, costs more than the few pages of 500 that there are. */
    private Set<String> usernames(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        Set<String> names = new TreeSet<>();
        AwsFailures.translating("searching the users of Connect instance " + key.id(), () -> {
            connect
                    .searchUsersPaginator(
                            request -> request.instanceId(key.id().value()).maxResults(500))
                    .users()
                    .stream()
                    .map(UserSearchSummary::username)
                    .forEach(names::add);
            return names;
        });
        return names;
    }
}
