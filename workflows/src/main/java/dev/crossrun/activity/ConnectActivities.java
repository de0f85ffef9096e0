package dev.crossrun.activity;

import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Username;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Optional;

/** Amazon Connect. */
@ActivityInterface(namePrefix = "Connect_")
public interface ConnectActivities {
    /** One instance (DescribeInstance). Reads only. NOT_FOUND if it is not in this account and Region. */
    Instance describeInstance(InstanceKey key);

    /**
     * Which of these users the instance has under exactly these names (SearchUsers, 500 a page). Also tells names that
     * differ in case alone, since Connect compares case. Reads only.
     */
    Users findUsers(UserQuery query);

    /** Which instance. */
    record InstanceKey(Place place, InstanceId id) {}

    /**
     * An instance.
     *
     * @param identityManagement SAML, CONNECT_MANAGED or EXISTING_DIRECTORY
     * @param status CREATION_IN_PROGRESS, ACTIVE or CREATION_FAILED
     */
    record Instance(InstanceId id, String arn, Optional<String> alias, String identityManagement, String status) {}

    /** Names to look for. */
    record UserQuery(InstanceKey instance, List<Username> usernames) {
        public UserQuery {
            usernames = List.copyOf(usernames);
        }
    }

    /** The names that are there exactly, and names that are there in another case. */
    record Users(List<String> found, List<String> otherCase) {
        public Users {
            found = List.copyOf(found);
            otherCase = List.copyOf(otherCase);
        }
    }
}
