package dev.crossrun.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.crossrun.simulator.entra.EntraTenant;
import dev.crossrun.simulator.saml.SigningKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Everything that exists in the simulated cloud. A request, of an API or of a console, takes the world's lock for as
 * long as it is handled ({@link #locked}), so that checks and writes are one step.
 */
public final class World {
    private final boolean rateLimits;
    private final Clock clock;

    @JsonIgnore
    private final Duration consistencyDelay;

    @JsonIgnore
    private final Duration trailDelay;

    private final Ids ids = new Ids();
    private final ReentrantLock lock = new ReentrantLock();
    private final Credentials credentials;
    private final Trail trail;
    private final SigningKeys signingKeys;
    private final ConnectCreations connectCreations;

    @JsonIgnore
    private boolean readStale;

    private Organization organization;
    private Optional<IdentityCenter> identityCenter = Optional.empty();
    private Optional<EntraTenant> entra = Optional.empty();

    public World(Clock clock, Duration consistencyDelay, Duration trailDelay) {
        this(clock, consistencyDelay, trailDelay, Duration.ZERO, true);
    }

    /**
     * An empty world.
     *
     * @param instanceCreation how long Connect takes to create an instance
     * @param rateLimits whether services refuse calls above their rates
     */
    public World(
            Clock clock,
            Duration consistencyDelay,
            Duration trailDelay,
            Duration instanceCreation,
            boolean rateLimits) {
        this.rateLimits = rateLimits;
        this.clock = clock;
        this.consistencyDelay = consistencyDelay;
        this.trailDelay = trailDelay;
        this.credentials = new Credentials(clock);
        this.trail = new Trail(clock, trailDelay, ids);
        this.signingKeys = new SigningKeys(clock);
        this.connectCreations = new ConnectCreations(this, instanceCreation);
        this.organization = new Organization("o-" + ids.hex(10), "000000000000");
    }

    /** Whether services refuse calls above their rates, as the real ones do. */
    public boolean limitsRates() {
        return rateLimits;
    }

    public Clock clock() {
        return clock;
    }

    public Instant now() {
        return clock.instant();
    }

    public Ids ids() {
        return ids;
    }

    public Trail trail() {
        return trail;
    }

    public ConnectCreations connectCreations() {
        return connectCreations;
    }

    public Credentials credentials() {
        return credentials;
    }

    /** The keys of everybody in this world, no two of them the same. */
    public SigningKeys signingKeys() {
        return signingKeys;
    }

    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Does something whose reads see the world as it was before the last write. Called under the world's lock. */
    public <T> T readingStale(Supplier<T> work) {
        readStale = true;
        try {
            return work.get();
        } finally {
            readStale = false;
        }
    }

    boolean isReadStale() {
        return readStale && lock.isHeldByCurrentThread();
    }

    public Organization organization() {
        return organization;
    }

    /** Starts a new organization; the accounts of an earlier one are gone. */
    public Organization createOrganization(String id, String managementAccountId) {
        organization = new Organization(id, managementAccountId);
        return organization;
    }

    public Account createAccount(String accountId, String name) {
        Account account = new Account(accountId, name, this);
        organization.add(account);
        return account;
    }

    public Optional<Account> account(String accountId) {
        return organization.account(accountId);
    }

    /** The account, which must exist: for callers that got the id from the world itself. */
    public Account requireAccount(String accountId) {
        return account(accountId).orElseThrow(() -> new IllegalArgumentException("No account " + accountId));
    }

    /** The organization's Identity Center instance; an organization has one at most. */
    public Optional<IdentityCenter> identityCenter() {
        return identityCenter;
    }

    public IdentityCenter enableIdentityCenter(
            String ownerAccountId, String region, String instanceArn, String storeId) {
        IdentityCenter enabled = new IdentityCenter(ownerAccountId, region, instanceArn, storeId, this);
        identityCenter = Optional.of(enabled);
        return enabled;
    }

    /** The company's Entra tenant. */
    public Optional<EntraTenant> entra() {
        return entra;
    }

    /** Makes the company's tenant, as consistent as the rest of the world. */
    public EntraTenant createTenant(String tenantId) {
        return createTenant(tenantId, consistencyDelay);
    }

    /** Makes the company's tenant; {@code replicationDelay} is how long an object stays unseen by readers. */
    public EntraTenant createTenant(String tenantId, Duration replicationDelay) {
        EntraTenant tenant = new EntraTenant(tenantId, this, replicationDelay);
        entra = Optional.of(tenant);
        return tenant;
    }

    /** The Identity Center instance as seen from an account in a region: in its home region by its owner. */
    public Optional<IdentityCenter> identityCenter(String accountId, String region) {
        return identityCenter.filter(center ->
                center.ownerAccountId().equals(accountId) && center.region().equals(region));
    }

    /** How long a log takes to show an event. */
    public Duration trailDelay() {
        return trailDelay;
    }

    /** How long a write stays unseen by reads. */
    public Duration consistencyDelay() {
        return consistencyDelay;
    }

    <K, V> Replicated<K, V> replicated() {
        return new Replicated<>(this, consistencyDelay);
    }
}
