package dev.crossrun.runbook.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.RunName;
import dev.crossrun.domain.Text;
import dev.crossrun.domain.Username;
import dev.crossrun.run.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The input of {@code temporary-access}.
 *
 * @param user the name of a user in the identity store
 * @param startAt when the access begins; at the approval if absent
 * @param duration how long it lasts, ISO 8601; up to what worker.yml lets be asked for
 * @param endSessions whether sessions that are open at the end are ended, too; true by default
 * @param activityRegions where CloudTrail is asked afterwards what was done; Identity Center's Region by default
 */
public record TemporaryAccessRequest(
        RunName name,
        Username user,

        @Text(pattern = ".{1,500}", says = "why it is needed, in up to 500 characters")
        String reason,

        IdentityCenter identityCenter,
        @JsonProperty(required = true) List<Access> access,
        Optional<Instant> startAt,
        Duration duration,
        Optional<Boolean> endSessions,
        List<Region> activityRegions,
        Optional<Patience> patience) {
    public TemporaryAccessRequest {
        access = List.copyOf(access);
        activityRegions = activityRegions == null ? List.of() : List.copyOf(activityRegions);
    }

    /** The account that administers IAM Identity Center, and its home Region. */
    public record IdentityCenter(AccountId accountId, Region region) {}

    /** A permission set, by its name, on accounts. */
    public record Access(
            String permissionSet,
            @JsonProperty(required = true) List<AccountId> accountIds) {
        public Access {
            accountIds = List.copyOf(accountIds);
        }
    }

    /** The accounts that the run touches. */
    public List<AccountId> accounts() {
        return Stream.concat(Stream.of(identityCenter.accountId()), targets().stream())
                .distinct()
                .toList();
    }

    /** The accounts on which the access is given. */
    public List<AccountId> targets() {
        return access.stream()
                .flatMap(each -> each.accountIds().stream())
                .distinct()
                .toList();
    }

    /** The accounts on which the permission set of this name is given. */
    public List<AccountId> accounts(String permissionSet) {
        return access.stream()
                .filter(each -> each.permissionSet().equals(permissionSet))
                .flatMap(each -> each.accountIds().stream())
                .toList();
    }

    public List<String> permissionSets() {
        return access.stream().map(Access::permissionSet).distinct().toList();
    }

    public boolean endsSessions() {
        return endSessions.orElse(true);
    }

    /** Where CloudTrail is asked what was done. */
    public List<Region> regions() {
        return activityRegions.isEmpty() ? List.of(identityCenter.region()) : activityRegions;
    }

    public Patience patienceOrDefault() {
        return patience.orElseGet(Patience::standard);
    }
}
