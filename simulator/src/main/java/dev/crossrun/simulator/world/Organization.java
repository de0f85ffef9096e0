package dev.crossrun.simulator.world;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An organization: its accounts, which one manages it and which ones administer a service for it. */
public final class Organization {
    private final String id;
    private final String managementAccountId;
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Set<String> delegatedAdministrators = new LinkedHashSet<>();

    Organization(String id, String managementAccountId) {
        this.id = id;
        this.managementAccountId = managementAccountId;
    }

    public String id() {
        return id;
    }

    public String managementAccountId() {
        return managementAccountId;
    }

    synchronized void add(Account account) {
        accounts.put(account.id(), account);
    }

    public synchronized Optional<Account> account(String accountId) {
        return Optional.ofNullable(accounts.get(accountId));
    }

    public synchronized Collection<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    public synchronized void delegateAdministration(String accountId) {
        delegatedAdministrators.add(accountId);
    }

    /** Only the management account and delegated administrators may read the organization. */
    public synchronized boolean isReadableBy(String accountId) {
        return managementAccountId.equals(accountId) || delegatedAdministrators.contains(accountId);
    }
}
