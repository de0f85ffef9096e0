package dev.crossrun.runbook.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.RunName;
import dev.crossrun.domain.Text;
import dev.crossrun.domain.Username;
import dev.crossrun.run.Patience;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The input of {@code connect-federation}.
 *
 * @param agents people of the contact center; each name must be the primary e-mail in the identity store, case included
 * @param adopt steps whose existing resource may be adopted although it does not have our mark
 */
public record ConnectFederationRequest(
        RunName name,
        Entra entra,
        IdentityCenter identityCenter,
        Connect connect,
        @JsonProperty(required = true) List<Agent> agents,
        Optional<ApplicationAccess> applicationAccess,
        List<AccountAccess> accountAccess,
        List<String> adopt,
        Optional<Patience> patience) {
    public ConnectFederationRequest {
        agents = List.copyOf(agents);
        accountAccess = accountAccess == null ? List.of() : List.copyOf(accountAccess);
        adopt = adopt == null ? List.of() : List.copyOf(adopt);
    }

    /** The same with these agents. */
    ConnectFederationRequest withAgents(List<Agent> others) {
        return new ConnectFederationRequest(
                name, entra, identityCenter, connect, others, applicationAccess, accountAccess, adopt, patience);
    }

    /** The same with these people notified before Entra's certificate expires. */
    ConnectFederationRequest withNotificationEmails(List<String> emails) {
        return withEntra(new Entra(
                entra.tenantId(),
                entra.applicationId(),
                entra.applicationName(),
                entra.assign(),
                emails,
                entra.certificateDays(),
                entra.provisioning()));
    }

    /** The same with a signing certificate that is valid for this number of days. */
    ConnectFederationRequest withCertificateDays(int days) {
        return withEntra(new Entra(
                entra.tenantId(),
                entra.applicationId(),
                entra.applicationName(),
                entra.assign(),
                entra.notificationEmails(),
                Optional.of(days),
                entra.provisioning()));
    }

    /** The same with another alias of the Connect instance. */
    ConnectFederationRequest withInstanceAlias(String alias) {
        Connect other = new Connect(
                connect.accountId(),
                connect.region(),
                connect.instanceId(),
                Optional.of(alias),
                connect.inboundCalls(),
                connect.outboundCalls(),
                connect.samlProviderName(),
                connect.roleName(),
                connect.policyName());
        return new ConnectFederationRequest(
                name, entra, identityCenter, other, agents, applicationAccess, accountAccess, adopt, patience);
    }

    private ConnectFederationRequest withEntra(Entra other) {
        return new ConnectFederationRequest(
                name, other, identityCenter, connect, agents, applicationAccess, accountAccess, adopt, patience);
    }

    /** The accounts that the run touches. */
    public List<AccountId> accounts() {
        return Stream.concat(
                        Stream.of(identityCenter.accountId(), connect.accountId()),
                        accountAccess.stream().flatMap(access -> access.accountIds().stream()))
                .distinct()
                .toList();
    }

    /** Whether the identity source shall become Entra. */
    public boolean switches() {
        return identityCenter.identitySource() == IdentitySource.SWITCH;
    }

    /** Whether Entra shall provision people into the identity store. */
    public boolean provisions() {
        return entra.provisioning() == Provisioning.SCIM;
    }

    /** Whether anything is read or done in Entra at all. */
    public boolean touchesEntra() {
        return switches() || provisions() || entra.assign().isPresent();
    }

    /** The display name of the Entra application that the run makes. */
    public String applicationName() {
        return entra.applicationName().orElse("AWS IAM Identity Center - " + name);
    }

    /** What a plan calls the Entra application: its name, or the id of one that is there. */
    String applicationShown() {
        return switches() ? applicationName() : entra.applicationId().orElse("");
    }

    /** Whether what is there already of this step may be taken over. */
    boolean adopts(String step) {
        return adopt.contains(step);
    }

    public List<Username> usernames() {
        return agents.stream().map(Agent::username).toList();
    }

    /** How long the run waits before it reminds, escalates or asks. */
    public Patience patienceOrDefault() {
        return patience.orElseGet(Patience::standard);
    }

    /** Who gets access to the Identity Center application, by display name of the group or by user name. */
    public ApplicationAccess access() {
        return applicationAccess.orElseGet(() -> new ApplicationAccess(List.of(), usernames()));
    }

    /**
     * The Entra tenant.
     *
     * @param applicationId appId of the existing application; needed with {@code already-entra}
     * @param applicationName display name of the application to make; a name with the run's name in it by default
     * @param assign who is assigned to the Entra application
     * @param certificateDays how long the signing certificate that the run adds is valid, in days: 31 to 1,095; 1,095 by default
     */
    public record Entra(
            @Text(pattern = GUID, says = "a tenant id: a GUID", example = "8500cad3-193d-48a6-8d00-c129b114dc10")
            String tenantId,

            @Text(pattern = GUID, says = "an application (client) id: a GUID")
            Optional<String> applicationId,

            Optional<String> applicationName,
            Optional<Assign> assign,
            List<String> notificationEmails,
            Optional<Integer> certificateDays,
            Provisioning provisioning) {
        /** Three years, Entra's default and maximum (Graph reference, "servicePrincipal: addTokenSigningCertificate"). */
        static final int MOST_CERTIFICATE_DAYS = 1_095;

        /** A certificate that is valid for less time would not be kept: see {@code putSigningCertificate}. */
        static final int LEAST_CERTIFICATE_DAYS = 31;

        static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

        public Entra {
            notificationEmails = notificationEmails == null ? List.of() : List.copyOf(notificationEmails);
        }

        int certificateDaysOrDefault() {
            return certificateDays.orElse(MOST_CERTIFICATE_DAYS);
        }
    }

    /** Groups by display name, users by sign-in name. */
    public record Assign(List<String> groups, List<String> users) {
        public Assign {
            groups = groups == null ? List.of() : List.copyOf(groups);
            users = users == null ? List.of() : List.copyOf(users);
        }
    }

    /** IAM Identity Center: the account that administers it, its home Region, and what its identity source shall be. */
    public record IdentityCenter(AccountId accountId, Region region, IdentitySource identitySource) {}

    /**
     * Amazon Connect: an existing SAML instance by its id, or the alias of one to make.
     *
     * @param samlProviderName of the IAM SAML provider; AmazonConnect by default
     * @param roleName AmazonConnectFederation by default
     * @param policyName AmazonConnectFederation by default
     */
    public record Connect(
            AccountId accountId,
            Region region,
            Optional<InstanceId> instanceId,

            @Text(pattern = ALIAS, says = ALIAS_SAYS) Optional<String> instanceAlias,

            Optional<Boolean> inboundCalls,
            Optional<Boolean> outboundCalls,
            @Text(pattern = IAM_NAME, says = IAM_SAYS) Optional<String> samlProviderName,
            @Text(pattern = IAM_NAME, says = IAM_SAYS) Optional<String> roleName,
            @Text(pattern = IAM_NAME, says = IAM_SAYS) Optional<String> policyName) {
        static final String ALIAS = "(?!d-)[0-9A-Za-z]([0-9A-Za-z-]{0,44})";
        static final String ALIAS_SAYS =
                "an instance alias: 1 to 45 letters, digits and hyphens, not beginning with d-";
        static final String IAM_NAME = "[A-Za-z0-9_.-]{1,64}";
        static final String IAM_SAYS = "an IAM name: 1 to 64 of A-Z a-z 0-9 _ . -";

        public String provider() {
            return samlProviderName.orElse("AmazonConnect");
        }

        public String role() {
            return roleName.orElse("AmazonConnectFederation");
        }

        public String policy() {
            return policyName.orElse("AmazonConnectFederation");
        }
    }

    /** A person of the contact center. The profiles and names are needed where the user is to be made. */
    public record Agent(
            Username username,
            Optional<String> firstName,
            Optional<String> lastName,
            Optional<String> routingProfile,
            List<String> securityProfiles) {
        public Agent {
            securityProfiles = securityProfiles == null ? List.of() : List.copyOf(securityProfiles);
        }
    }

    /** Groups by display name and users by user name, of the identity store. */
    public record ApplicationAccess(List<String> groups, List<Username> users) {
        public ApplicationAccess {
            groups = groups == null ? List.of() : List.copyOf(groups);
            users = users == null ? List.of() : List.copyOf(users);
        }
    }

    /** A permission set for a group on accounts. */
    public record AccountAccess(
            String group,
            String permissionSet,
            @JsonProperty(required = true) List<AccountId> accountIds) {
        public AccountAccess {
            accountIds = List.copyOf(accountIds);
        }
    }

    /** Where Identity Center's people come from. No API reads it, so the requester says it. */
    public enum IdentitySource {
        /** It shall become Entra. */
        @JsonProperty("switch")
        SWITCH,
        /** It is Entra already; the existing application is adopted. */
        @JsonProperty("already-entra")
        ALREADY_ENTRA
    }

    /** How people get into the identity store. */
    public enum Provisioning {
        @JsonProperty("scim")
        SCIM,
        /** They are there already. */
        @JsonProperty("none")
        NONE
    }
}
