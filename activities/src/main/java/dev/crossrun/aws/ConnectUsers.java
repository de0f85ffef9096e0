package dev.crossrun.aws;

import dev.crossrun.activity.ConnectActivities.InstanceKey;
import dev.crossrun.activity.ConnectActivities.NewUser;
import dev.crossrun.activity.ConnectActivities.NewUsers;
import dev.crossrun.activity.ConnectActivities.Profiles;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.connect.ConnectClient;
import software.amazon.awssdk.services.connect.model.PhoneType;

/** Users of Connect instances, and their profiles. */
final class ConnectUsers {
    private final AwsAccounts accounts;

    /** A little less than the two calls a second that Connect allows for each operation. */
    private final Pace pace = new Pace(Duration.ofMillis(520));

    ConnectUsers(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    Profiles profiles(InstanceKey key) {
        ConnectClient connect = accounts.connect(key.place());
        Map<String, String> routing = new TreeMap<>();
        Map<String, String> security = new TreeMap<>();
        AwsFailures.translating("listing the profiles of Connect instance " + key.id(), () -> {
            connect.listRoutingProfilesPaginator(
                            request -> request.instanceId(key.id().value()).maxResults(1000))
                    .routingProfileSummaryList()
                    .forEach(profile -> routing.put(profile.name(), profile.id()));
            connect.listSecurityProfilesPaginator(
                            request -> request.instanceId(key.id().value()).maxResults(1000))
                    .securityProfileSummaryList()
                    .forEach(profile -> security.put(profile.name(), profile.id()));
            return routing;
        });
        return new Profiles(routing, security);
    }

    /** One after the other; a heartbeat tells how many are done, so that another attempt goes on there. */
    void create(NewUsers wanted) {
        ActivityExecutionContext activity = Activity.getExecutionContext();
        List<NewUser> users = wanted.users();
        for (int done = activity.getHeartbeatDetails(Integer.class).orElse(0); done < users.size(); done++) {
            pace.await(wanted.instance().place());
            create(wanted, users.get(done));
            activity.heartbeat(done + 1);
        }
    }

    private void create(NewUsers wanted, NewUser user) {
        ConnectClient connect = accounts.connect(wanted.instance().place());
        // Who is there already is as good as made: the name is the key.
        AwsFailures.created(
                "creating the Connect user " + user.username(),
                () -> connect.createUser(request -> request.instanceId(
                                wanted.instance().id().value())
                        .username(user.username().value())
                        .identityInfo(name -> name.firstName(user.firstName()).lastName(user.lastName()))
                        .phoneConfig(phone -> phone.phoneType(PhoneType.SOFT_PHONE))
                        .routingProfileId(user.routingProfileId())
                        .securityProfileIds(user.securityProfileIds())
                        .tags(Marks.map(wanted.mark()))));
    }
}
