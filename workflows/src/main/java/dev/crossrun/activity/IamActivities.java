package dev.crossrun.activity;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.domain.Username;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Optional;

/**
 * AWS Identity and Access Management. Everything made here bears the tag {@code crossrun:run} with the run's mark (its
 * workflow id). {@code find…} reads; {@code put…} makes the thing be as asked: it creates it if it is absent and updates it
 * in place if it differs. A {@code put} changes a thing without our mark only if {@link Ownership#mayTake()} says so, else
 * it fails with CONFLICT; a thing that it finds there although the ledger says it was absent is its own, if it bears our
 * mark.
 */
@ActivityInterface(namePrefix = "Iam_")
public interface IamActivities {
    /** What is there under these names, for the plan (GetSAMLProvider, GetPolicy, GetRole). Reads only. */
    Names findNames(NamesQuery query);

    /** The provider by its name (GetSAMLProvider). Reads only. */
    Found findProvider(Named query);

    /**
     * Makes the SAML provider hold this metadata, without a byte order mark (CreateSAMLProvider, UpdateSAMLProvider). Key:
     * its name. Returns its ARN.
     */
    String putProvider(Provider provider);

    /** The customer managed policy by its name (GetPolicy). Reads only. */
    Found findPolicy(Named query);

    /**
     * Makes the policy allow {@code connect:GetFederationToken} for the session's own user of this instance alone
     * (CreatePolicy, CreatePolicyVersion; the oldest version gives way at five). Key: its name. Returns its ARN.
     */
    String putPolicy(Policy policy);

    /** The role by its name (GetRole). Reads only. */
    Found findRole(Named query);

    /**
     * Makes the role trust this provider for SAML federation and carry this policy (CreateRole, UpdateAssumeRolePolicy,
     * AttachRolePolicy). Key: its name. The role is never deleted and made anew: Connect binds its users to the role's
     * unique id.
     */
    Role putRole(RoleRequest role);

    /**
     * What SimulatePrincipalPolicy says of {@code connect:GetFederationToken} for these users, with the session's
     * {@code aws:userid} as context, on this instance and on another one. Reads only. NOT_READY while the answer is denied
     * shortly after a change: IAM is eventually consistent.
     */
    List<Simulation> simulateAccess(SimulationQuery query);

    /**
     * Takes the provider back (GetSAMLProvider, ListRoles, DeleteSAMLProvider) if it bears our mark. Key: its name; a second
     * call finds it gone. KEPT if it bears no mark of ours, holds other metadata than was asked for, or if a role trusts it
     * that stays: {@code role} is taken back before it, unless it is kept itself. NOT_READY while IAM still shows that role. In
     * a preview it reads only.
     */
    Removal removeProvider(RemovableProvider provider);

    /**
     * Takes the policy back with its versions (GetPolicy, ListEntitiesForPolicy, ListPolicyVersions, DeletePolicyVersion,
     * DeletePolicy) if it bears our mark. Key: its name; a second call finds it gone. KEPT if it bears no mark of ours, says
     * something else than was asked for, or is attached to anything but {@code exceptRole}, which is taken back before it,
     * or to that where it is kept itself. NOT_READY while IAM still shows it attached to that role. In a preview it reads
     * only.
     */
    Removal removePolicy(RemovablePolicy policy);

    /**
     * Takes the role back (GetRole, ListAttachedRolePolicies, ListRolePolicies; DetachRolePolicy of our policy, DeleteRole)
     * if it bears our mark. Key: its name; a second call finds it gone. KEPT if it bears no mark of ours, is another role
     * than the one that was made, trusts otherwise than was asked for or carries other policies too. NOT_READY while IAM
     * says that something holds it still. In a preview it reads only.
     */
    Removal removeRole(RemovableRole role);

    /** A named thing in an account. {@code mark} is what ours bear. */
    record Named(AccountId account, String name, String mark) {}

    /**
     * The provider to take back.
     *
     * @param preview only say what would become of it
     * @param asked how the run asked for it, each time; it is as one of them says, or somebody changed it since
     * @param role how the role is taken back that goes before it; empty if none does
     */
    record RemovableProvider(Named thing, boolean preview, List<Provider> asked, Optional<RemovableRole> role) {
        public RemovableProvider {
            asked = asked == null ? List.of() : List.copyOf(asked);
        }
    }

    /**
     * The policy to take back.
     *
     * @param exceptRole the name of the role that is taken back before it; empty if none is
     * @param asked as for {@link RemovableProvider}
     * @param role how that role is taken back
     */
    record RemovablePolicy(
            Named policy, String exceptRole, boolean preview, List<Policy> asked, Optional<RemovableRole> role) {
        public RemovablePolicy {
            asked = asked == null ? List.of() : List.copyOf(asked);
        }
    }

    /**
     * The role to take back, with the policy of ours that it carries.
     *
     * @param asked as for {@link RemovableProvider}
     * @param id the unique id of the role that was made, if IAM told it
     */
    record RemovableRole(Named role, String policyArn, boolean preview, List<RoleRequest> asked, Optional<String> id) {
        public RemovableRole {
            asked = asked == null ? List.of() : List.copyOf(asked);
        }
    }

    /** The three names of a federation. */
    record NamesQuery(AccountId account, String provider, String policy, String role, String mark) {}

    /** What is there under the three names. */
    record Names(Found provider, Found policy, Found role) {}

    /** Whose a thing must be: ours by its mark, or taken over because the request says so and the plan was approved. */
    record Ownership(String mark, boolean mayTake) {}

    /** The provider to be. */
    record Provider(AccountId account, String name, Document metadata, Ownership ownership) {}

    /** The policy to be. */
    record Policy(AccountId account, String name, Region region, InstanceId instance, Ownership ownership) {
        /** Whom it lets a session become: {@code ${aws:userid}} is {@code AROA…:name}, so nobody gets a token for others. */
        public String ownUser() {
            return "arn:aws:connect:" + region + ":" + account + ":instance/" + instance + "/user/${aws:userid}";
        }
    }

    /** The role to be. {@code region}: the Region whose sign-in endpoint the trust policy names beside the global one. */
    record RoleRequest(
            AccountId account, String name, String providerArn, String policyArn, Region region, Ownership ownership) {
        /** The endpoint of AWS sign-in that is no Region's. */
        public static final String GLOBAL_AUDIENCE = "https://signin.aws.amazon.com/saml";

        /** Where the application's assertions are sent: the audience ({@code SAML:aud}) without which nobody signs in. */
        public String audience() {
            return region.samlEndpoint();
        }

        /** The global endpoint, and that one. */
        public List<String> audiences() {
            return List.of(GLOBAL_AUDIENCE, audience());
        }
    }

    /** A role; {@code id} is its unique id, {@code AROA…}. */
    record Role(String arn, String id) {}

    /** What to simulate. {@code instanceArn} is that of the instance that shall be allowed. */
    record SimulationQuery(AccountId account, Role role, String instanceArn, List<Username> usernames) {
        public SimulationQuery {
            usernames = List.copyOf(usernames);
        }
    }

    /**
     * One decision.
     *
     * @param resource the ARN that was asked for
     * @param expected ALLOWED on the user's own resource, DENIED on another instance
     * @param decision ALLOWED, DENIED or INCONCLUSIVE (a context value was missing)
     */
    record Simulation(Username username, String resource, Decision expected, Decision decision, Optional<String> why) {}

    /** What a policy simulation says. */
    enum Decision {
        ALLOWED,
        DENIED,
        INCONCLUSIVE
    }
}
