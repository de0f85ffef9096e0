package dev.crossrun.aws;

import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.activity.IdentityCenterActivities.User;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.identitystore.IdentitystoreClient;
import software.amazon.awssdk.services.identitystore.model.AlternateIdentifier;
import software.amazon.awssdk.services.identitystore.model.DescribeUserResponse;
import software.amazon.awssdk.services.identitystore.model.Email;

/** The users and groups of an identity store, by name and by id. */
final class IdentityStore {
    private final AwsAccounts accounts;

    IdentityStore(AwsAccounts accounts) {
        this.accounts = accounts;
    }

    Optional<User> user(Instance instance, String username) {
        IdentitystoreClient store = accounts.identityStore(instance.place());
        return AwsFailures.found(
                        "looking for user " + username + " in the identity store",
                        () -> store.getUserId(request -> request.identityStoreId(instance.identityStoreId())
                                        .alternateIdentifier(by("userName", username)))
                                .userId())
                .flatMap(id -> described(instance, id))
                .map(user -> new User(
                        user.userId(),
                        user.userName(),
                        primary(user.emails()),
                        !"DISABLED".equals(user.userStatusAsString())));
    }

    Optional<Principal> group(Instance instance, String name) {
        IdentitystoreClient store = accounts.identityStore(instance.place());
        return AwsFailures.found(
                        "looking for group " + name + " in the identity store",
                        () -> store.getGroupId(request -> request.identityStoreId(instance.identityStoreId())
                                        .alternateIdentifier(by("displayName", name)))
                                .groupId())
                .map(id -> new Principal("GROUP", id, name));
    }

    private Optional<DescribeUserResponse> described(Instance instance, String id) {
        IdentitystoreClient store = accounts.identityStore(instance.place());
        return AwsFailures.found(
                "reading user " + id + " of the identity store",
                () -> store.describeUser(request ->
                        request.identityStoreId(instance.identityStoreId()).userId(id)));
    }

    private static AlternateIdentifier by(String path, String value) {
        return AlternateIdentifier.builder()
                .uniqueAttribute(attribute -> attribute.attributePath(path).attributeValue(Document.fromString(value)))
                .build();
    }

    private static Optional<String> primary(List<Email> emails) {
        return emails.stream()
                .max(Comparator.comparing(email -> Boolean.TRUE.equals(email.primary())))
                .map(Email::value);
    }
}
