package dev.crossrun.simulator.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.signin.SignInResult.Where;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PortalSessions.PortalSession;
import dev.crossrun.simulator.world.TrailEntry;
import dev.crossrun.simulator.world.World;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The accounts of the access portal: a user opens an account with a permission set that is assigned, directly or through a
 * group, and gets credentials of the role that the account has for it. What was given out lasts as long as the permission set
 * says, whatever becomes of the assignment.
 */
public final class AccountPortal {
    private final World world;
    private final AccessPortal portal;

    /** The accounts tab of one world's portal. */
    public AccountPortal(World world) {
        this.world = world;
        this.portal = new AccessPortal(world);
    }

    /** How signing in ended: with a session, or with the page that refuses it. */
    public record Entry(Optional<PortalSession> session, Optional<SignInResult> refusal) {}

    /** The user signs in, at the external identity provider if there is one. */
    public Entry signIn(String userName) {
        try {
            IdentityCenter center = world.identityCenter()
                    .orElseThrow(() -> new SignInRefusedException(Where.PORTAL, "There is no access portal here."));
            DirectoryUser user = portal.authenticate(center, userName);
            return new Entry(Optional.of(center.portalSessions().start(user.id())), Optional.empty());
        } catch (SignInRefusedException e) {
            return new Entry(Optional.empty(), Optional.of(e.result()));
        }
    }

    public void signOut(String accessToken) {
        world.identityCenter().ifPresent(center -> center.portalSessions().end(accessToken));
    }

    /**
     * Who is signed in with a token. A user who was disabled meanwhile still is (Identity Center user guide, "Revoke active
     * IAM role sessions created by permission sets"); one who was deleted is not.
     */
    public Optional<DirectoryUser> user(String accessToken) {
        return world.identityCenter()
                .flatMap(center -> center.portalSessions()
                        .find(accessToken)
                        .flatMap(session -> center.users().get(session.userId())));
    }

    /** The accounts in which the user has a permission set. */
    public List<Account> accounts(DirectoryUser user) {
        return assignments(user)
                .map(AccountAssignment::accountId)
                .distinct()
                .flatMap(id -> world.account(id).stream())
                .sorted(Comparator.comparing(Account::id))
                .toList();
    }

    /** The permission sets that the user has in an account. */
    public List<PermissionSet> permissionSets(DirectoryUser user, String accountId) {
        IdentityCenter center = world.identityCenter().orElseThrow();
        return assignments(user)
                .filter(assignment -> assignment.accountId().equals(accountId))
                .map(AccountAssignment::permissionSetArn)
                .distinct()
                .flatMap(arn -> center.permissionSets().get(arn).stream())
                .sorted(Comparator.comparing(PermissionSet::name))
                .toList();
    }

    private Stream<AccountAssignment> assignments(DirectoryUser user) {
        return world.identityCenter().orElseThrow().assignmentsOf(user.id()).stream();
    }

    /** Opens an account with a permission set; empty if the user may not, or the account has no role for it. */
    public Optional<AccessKey> open(DirectoryUser user, String accountId, String permissionSet) {
        IdentityCenter center = world.identityCenter().orElseThrow();
        return permissionSets(user, accountId).stream()
                .filter(set -> set.name().equals(permissionSet))
                .findFirst()
                .filter(unused -> world.requireAccount(accountId).state() == Account.State.ACTIVE)
                .flatMap(set -> center.provisioning()
                        .role(accountId, set.arn())
                        .map(role -> start(center, user, set, new Entrance(accountId, role))));
    }

    private record Entrance(String accountId, IamRole role) {}

    private AccessKey start(IdentityCenter center, DirectoryUser user, PermissionSet set, Entrance entrance) {
        AccessKey key = world.credentials()
                .startSession(
                        entrance.accountId(),
                        entrance.role(),
                        user.userName(),
                        set.sessionLength(),
                        conditionKeys(center, user),
                        List.of());
        recordAtPortal(center, user, set, entrance);
        recordInAccount(center, user, set, entrance);
        return key;
    }

    /** Identity Center user guide, "AWS STS condition context keys for IAM Identity Center". */
    private static Map<String, String> conditionKeys(IdentityCenter center, DirectoryUser user) {
        return Map.of(
                "identitystore:UserId", user.id(),
                "identitystore:IdentityStoreArn", AccessPortal.identityStoreArn(center),
                "identitycenter:InstanceArn", center.instanceArn());
    }

    /** Identity Center user guide, "CloudTrail events for AWS access portal". */
    private void recordAtPortal(IdentityCenter center, DirectoryUser user, PermissionSet set, Entrance entrance) {
        ObjectNode parameters = JsonNodeFactory.instance
                .objectNode()
                .put("account_id", entrance.accountId())
                .put("role_name", set.name());
        world.trail()
                .record(
                        center.ownerAccountId(),
                        center.region(),
                        AccessPortal.entry(center, "GetRoleCredentials", user).withRequest(parameters));
    }

    /** Identity Center enters an account as a SAML provider. */
    private void recordInAccount(IdentityCenter center, DirectoryUser user, PermissionSet set, Entrance entrance) {
        String provider = center.provisioning().providerArn(entrance.accountId());
        ObjectNode identity = JsonNodeFactory.instance
                .objectNode()
                .put("type", "SAMLUser")
                .put("principalId", provider + ":" + user.userName())
                .put("userName", user.userName())
                .put("identityProvider", provider);
        ObjectNode parameters = JsonNodeFactory.instance
                .objectNode()
                .put("roleSessionName", user.userName())
                .put("roleArn", entrance.role().arn())
                .put("principalArn", provider)
                .put("durationSeconds", set.sessionLength().toSeconds());
        world.trail()
                .record(
                        entrance.accountId(),
                        center.region(),
                        TrailEntry.of("sts.amazonaws.com", "AssumeRoleWithSAML", user.userName(), identity)
                                .withRequest(parameters)
                                .withResource("AWS::IAM::Role", entrance.role().arn())
                                .withResource("AWS::IAM::SAMLProvider", provider));
    }
}
