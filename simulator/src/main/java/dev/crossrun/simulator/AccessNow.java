package dev.crossrun.simulator;

import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.service.CallerPolicies;
import dev.crossrun.simulator.signin.AccountPortal;
import dev.crossrun.simulator.signin.SignInResult;
import dev.crossrun.simulator.world.AccountAssignment;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.DirectoryGroup;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.PermissionSet;
import dev.crossrun.simulator.world.PortalSessions.PortalSession;
import dev.crossrun.simulator.world.PrincipalType;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Access to accounts as it is at this moment, for tests and demos to ask about: who has which permission set where, which
 * sessions are open, and what they may do. Nothing here goes over the wire or counts as a call.
 */
public final class AccessNow {
    private final World world;
    private final AccountPortal portal;

    AccessNow(World world) {
        this.world = world;
        this.portal = new AccountPortal(world);
    }

    /**
     * A permission set that a user has in an account.
     *
     * @param group the group through which; empty if the user has it directly
     */
    public record Grant(String user, String accountId, String permissionSet, Optional<String> group) {}

    /** All that people have now, as a reader of Identity Center sees it. */
    public List<Grant> grants() {
        return world.locked(() -> center().accountAssignments().stream()
                .flatMap(this::grants)
                .sorted(Comparator.comparing(Grant::toString))
                .toList());
    }

    private Stream<Grant> grants(AccountAssignment assignment) {
        String set = center().permissionSets()
                .get(assignment.permissionSetArn())
                .map(PermissionSet::name)
                .orElse(assignment.permissionSetArn());
        if (assignment.principalType() == PrincipalType.USER) {
            return center().users().get(assignment.principalId()).stream()
                    .map(user -> new Grant(user.userName(), assignment.accountId(), set, Optional.empty()));
        }
        Optional<String> group = center().groups().get(assignment.principalId()).map(DirectoryGroup::displayName);
        return center().memberships().stream()
                .filter(member -> member.groupId().equals(assignment.principalId()))
                .flatMap(member -> center().users().get(member.userId()).stream())
                .map(user -> new Grant(user.userName(), assignment.accountId(), set, group));
    }

    /** The names of the permission sets that a user has in an account now, directly or through groups. */
    public Set<String> permissionSets(String userName, String accountId) {
        Set<String> names = new TreeSet<>();
        grants().stream()
                .filter(grant -> grant.user().equalsIgnoreCase(userName))
                .filter(grant -> grant.accountId().equals(accountId))
                .forEach(grant -> names.add(grant.permissionSet()));
        return names;
    }

    /**
     * The user signs in at the portal and stays there for eight hours.
     *
     * @throws IllegalStateException with the words of the page that refuses
     */
    public PortalSession signIn(String userName) {
        AccountPortal.Entry entry = world.locked(() -> portal.signIn(userName));
        return entry.session()
                .orElseThrow(() -> new IllegalStateException(
                        entry.refusal().map(SignInResult::page).orElse("refused")));
    }

    /** The user opens an account with a permission set; empty if the portal refuses. */
    public Optional<AccessKey> open(PortalSession session, String accountId, String permissionSet) {
        return world.locked(
                () -> portal.user(session.accessToken()).flatMap(user -> portal.open(user, accountId, permissionSet)));
    }

    /** Signs in and opens. */
    public Optional<AccessKey> open(String userName, String accountId, String permissionSet) {
        return open(signIn(userName), accountId, permissionSet);
    }

    /** Whether a session may do something to any resource; never, once it has expired. */
    public boolean may(AccessKey session, String region, String action) {
        return may(session, region, action, "*");
    }

    /** Whether a session may do something; never, once it has expired. */
    public boolean may(AccessKey session, String region, String action, String resource) {
        return decide(session, region, action, resource) == Decision.ALLOWED;
    }

    /** What the policies of a session's role say now. An expired session is denied implicitly. */
    public Decision decide(AccessKey session, String region, String action, String resource) {
        return world.locked(() -> isOpen(session)
                ? new CallerPolicies(world, session.caller())
                        .decide(region, action, resource, Context.empty())
                        .decision()
                : Decision.IMPLICIT_DENY);
    }

    private boolean isOpen(AccessKey session) {
        return session.expiration().filter(end -> !end.isAfter(world.now())).isEmpty();
    }

    /** How long a session still lasts. */
    public Duration remaining(AccessKey session) {
        Duration left = Duration.between(world.now(), session.expiration().orElseThrow());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** A user's sessions in an account that have not expired, the latest last. They may still be denied everything. */
    public List<AccessKey> sessions(String userName, String accountId) {
        String userId = center().userByName(userName).map(DirectoryUser::id).orElseThrow();
        return world.locked(() -> world.credentials().sessions(accountId).stream()
                .filter(key -> key.caller()
                        .session()
                        .filter(session -> userId.equals(session.conditionKeys().get("identitystore:UserId")))
                        .isPresent())
                .toList());
    }

    /** The role {@code AWSReservedSSO_…} of a permission set in an account, if it is there. */
    public Optional<IamRole> role(String accountId, String permissionSet) {
        return world.locked(() -> center().permissionSetByName(permissionSet)
                .flatMap(set -> center().provisioning().role(accountId, set.arn())));
    }

    /** The policy documents that a permission set has in an account, as provisioned. */
    public List<String> policies(String accountId, String permissionSet) {
        return role(accountId, permissionSet)
                .map(role -> world.requireAccount(accountId).iam().policyDocuments(role))
                .orElse(List.of());
    }

    /** Whether an account has a permission set as it is edited now. */
    public boolean isLatest(String accountId, String permissionSet) {
        return world.locked(() -> center().permissionSetByName(permissionSet)
                .flatMap(set -> center().provisioning().provisioned(accountId, set.arn()))
                .filter(center().provisioning()::isLatest)
                .isPresent());
    }

    private IdentityCenter center() {
        return world.identityCenter().orElseThrow();
    }
}
