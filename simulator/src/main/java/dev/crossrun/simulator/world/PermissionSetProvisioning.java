package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which permission sets accounts have, each as a role with the policies of the moment in which it was provisioned. A set that
 * is edited later stays as it was until it is provisioned again; that takes a while and may fail after it was accepted.
 */
public final class PermissionSetProvisioning {

    /** A permission set in an account. */
    public record Place(String accountId, String permissionSetArn) {}

    /** What an account has of a permission set. */
    public record Provisioned(Place place, String roleName, PermissionSet.Policies policies) {}

    /**
     * A call of ProvisionPermissionSet that was accepted.
     *
     * @param accountId empty if it was for all accounts that have the set
     * @param failure why it fails in the end, if it does
     */
    public record Request(
            String id,
            String permissionSetArn,
            Optional<String> accountId,
            List<Place> places,
            Instant createdDate,
            Instant endsAt,
            Optional<String> failure) {
        public Request {
            places = List.copyOf(places);
        }
    }

    private final World world;
    private final IdentityCenter center;
    private final ReservedRoles roles;
    private final Replicated<Place, Provisioned> provisioned;
    private final Map<String, Request> requests = new LinkedHashMap<>();
    private final Deque<String> failures = new ArrayDeque<>();

    PermissionSetProvisioning(World world, IdentityCenter center) {
        this.world = world;
        this.center = center;
        this.roles = new ReservedRoles(world, center);
        this.provisioned = world.replicated();
    }

    /** Lets the next request that is accepted fail. */
    public synchronized void failNext(String reason) {
        failures.add(reason);
    }

    /** What a reader sees. */
    public List<Provisioned> provisioned() {
        return provisioned.visible();
    }

    /** What a reader sees of a permission set in an account. */
    public Optional<Provisioned> provisioned(String accountId, String permissionSetArn) {
        return provisioned.get(new Place(accountId, permissionSetArn));
    }

    /** Whether an account has a permission set as it is now. An edit that was reverted does not count. */
    public boolean isLatest(Provisioned one) {
        return center.permissionSets()
                .get(one.place().permissionSetArn())
                .filter(set -> set.policies().equals(one.policies()))
                .isPresent();
    }

    /** The role of a permission set in an account, as a reader of IAM sees it. */
    public Optional<IamRole> role(String accountId, String permissionSetArn) {
        return provisioned(accountId, permissionSetArn)
                .flatMap(one -> world.account(accountId)
                        .flatMap(account -> account.iam().role(one.roleName())));
    }

    /** The SAML provider that the roles of an account trust. */
    public String providerArn(String accountId) {
        return roles.providerArn(accountId);
    }

    /**
     * Why a permission set cannot be provisioned in an account, if so, in the words that Identity Center was seen to use
     * (aws-samples/aws-identitycenter-codepipeline-auto-assignment, issue 31).
     */
    public Optional<String> flaw(Place place) {
        Optional<Account> account = world.account(place.accountId());
        if (account.isEmpty()) {
            return Optional.of("Account " + place.accountId() + " is not in the organization.");
        }
        if (account.get().state() != Account.State.ACTIVE) {
            return Optional.of(
                    "AWS SSO is unable to complete your request at this time. Obtaining permissions to manage"
                            + " your AWS account '" + place.accountId()
                            + "' takes longer than usual. Please try again in a few"
                            + " minutes. If this problem continues, contact AWS Support.");
        }
        return center.permissionSets().latest(place.permissionSetArn()).stream()
                .flatMap(set -> set.policies().customerManaged().stream())
                .map(policy -> policy.arn(place.accountId()))
                .filter(arn -> account.get().iam().policies().get(arn).isEmpty())
                .findFirst()
                .map(arn -> "Received a 404 status error: Policy " + arn + " does not exist or is not attachable.");
    }

    public synchronized Optional<Request> request(String id) {
        return Optional.ofNullable(requests.get(id));
    }

    /** What was accepted, the latest last. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests.values());
    }

    public boolean isUnderWay(Request request) {
        return world.now().isBefore(request.endsAt());
    }

    synchronized boolean isBusy(Place place) {
        return requests.values().stream()
                .filter(request -> request.places().contains(place))
                .anyMatch(this::isUnderWay);
    }

    /** Begins to provision a permission set in these places. A request that fails changes nothing. */
    public synchronized Request begin(String permissionSetArn, Optional<String> accountId, List<Place> places) {
        Optional<String> failure = Optional.ofNullable(failures.poll())
                .or(() -> places.stream().flatMap(place -> flaw(place).stream()).findFirst());
        Instant now = world.now();
        Request request = new Request(
                world.ids().uuid(),
                permissionSetArn,
                accountId,
                places,
                now,
                now.plus(world.consistencyDelay()),
                failure);
        requests.put(request.id(), request);
        if (failure.isEmpty()) {
            places.forEach(this::provision);
        }
        return request;
    }

    void provision(Place place) {
        center.permissionSets()
                .latest(place.permissionSetArn())
                .filter(unused -> world.account(place.accountId()).isPresent())
                .ifPresent(set -> {
                    Provisioned now = provisioned(place, set);
                    provisioned.put(place, now);
                    rolesOf(place).put(now.roleName(), roles.role(place.accountId(), now.roleName(), set));
                });
    }

    /** Provisions a permission set as a seed does: visible at once. One that is there stays as it is. */
    void plant(Place place) {
        center.permissionSets()
                .latest(place.permissionSetArn())
                .filter(unused -> world.account(place.accountId()).isPresent())
                .filter(unused -> provisioned.latest(place).isEmpty())
                .ifPresent(set -> {
                    Provisioned now = provisioned(place, set);
                    provisioned.plant(place, now);
                    rolesOf(place).plant(now.roleName(), roles.role(place.accountId(), now.roleName(), set));
                });
    }

    private Provisioned provisioned(Place place, PermissionSet set) {
        String roleName = provisioned.latest(place).map(Provisioned::roleName).orElseGet(() -> roles.newName(set));
        return new Provisioned(place, roleName, set.policies());
    }

    void remove(Place place) {
        provisioned.latest(place).ifPresent(one -> {
            provisioned.remove(place);
            rolesOf(place).remove(one.roleName());
        });
    }

    private Replicated<String, IamRole> rolesOf(Place place) {
        return world.requireAccount(place.accountId()).iam().reservedRoles();
    }
}
