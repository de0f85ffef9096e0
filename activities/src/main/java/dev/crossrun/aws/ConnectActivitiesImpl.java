package dev.crossrun.aws;

import dev.crossrun.activity.ConnectActivities;
import dev.crossrun.activity.FailureType;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import dev.crossrun.run.Found;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.InstanceStatus;
import software.amazon.awssdk.services.connect.model.InstanceStatusReason;
import software.amazon.awssdk.services.connect.model.UserSearchSummary;

/** Amazon Connect. */
public final class ConnectActivitiesImpl implements ConnectActivities {
    private final AwsAccounts accounts;
    private final ConnectInstances instances;
    private final ConnectUsers users;

    public ConnectActivitiesImpl(AwsAccounts accounts) {
        this.accounts = accounts;
        this.instances = new ConnectInstances(accounts);
        this.users = new ConnectUsers(accounts);
    }

    @Override
    public Limits readLimits(Alias alias) {
        return instances.limits(alias);
    }

    @Override
    public Found findInstance(Alias alias) {
        return instances.find(alias);
    }

    @Override
    public InstanceId putInstance(NewInstance instance) {
        return instances.put(instance);
    }

    @Override
    public Instance awaitInstance(InstanceKey key) {
        software.amazon.awssdk.services.connect.model.Instance instance = instances.describe(key);
        if (instance.instanceStatus() == InstanceStatus.CREATION_FAILED) {
            String reason = Optional.ofNullable(instance.statusReason())
                    .map(InstanceStatusReason::message)
                    .orElse("no reason");
            throw FailureType.CONFLICT.failure("Connect could not create the instance: " + reason
                    + ". Trying again creates another one, which counts against 100 in 30 days.");
        }
        if (instance.instanceStatus() != InstanceStatus.ACTIVE) {
            throw FailureType.NOT_READY.failure("the instance is " + instance.instanceStatusAsString());
        }
        return instance(instance);
    }

    @Override
    public Profiles planProfiles(InstanceKey key) {
        return users.profiles(key);
    }

    @Override
    public Profiles findProfiles(InstanceKey key) {
        return users.profiles(key);
    }

    @Override
    public Users presentUsers(UserQuery query) {
        return findUsers(query);
    }

    @Override
    public void createUsers(NewUsers wanted) {
        users.create(wanted);
    }

    @Override
    public Instance describeInstance(InstanceKey key) {
        return instance(instances.describe(key));
    }

    private static Instance instance(software.amazon.awssdk.services.connect.model.Instance instance) {
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
