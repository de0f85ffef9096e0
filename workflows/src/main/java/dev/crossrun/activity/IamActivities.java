package dev.crossrun.activity;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.effect.Found;
import dev.crossrun.run.effect.Removal;
import io.temporal.activity.ActivityInterface;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS Identity and Access Management. Everything made here bears the tag {@code crossrun:run} with the run's mark (its
 * workflow id). {@code find…} reads; {@code put…} makes the resource as asked: it creates it if it is absent and updates it
 * in place if it differs. A {@code put} changes a resource without our mark only if {@link Ownership#mayTake()} says so, else
 * it fails with CONFLICT; a resource that it finds although the ledger says it was absent is its own, if it bears our
 * mark.
 */
@ActivityInterface(namePrefix = "Iam_")
public interface IamActivities {
    /** Part of the message where the metadata of a provider is not text. */
    String UNREADABLE_SAYING = "the metadata cannot be read";

    /** The code with which IAM refuses a policy document. */
    String MALFORMED = "MalformedPolicyDocument";

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
     * Makes the policy say what the document says (CreatePolicy, CreatePolicyVersion; at five versions the oldest one is
     * deleted first). Key: its name. Returns its ARN.
     */
    String putPolicy(Policy policy);

    /** The role by its name (GetRole). Reads only. */
    Found findRole(Named query);

    /**
     * Makes the role have this trust policy and carry this policy (CreateRole, UpdateAssumeRolePolicy, AttachRolePolicy).
     * Key: its name. The role is never deleted and created again: other services bind to its unique id.
     */
    Role putRole(RoleRequest role);

    /**
     * What SimulatePrincipalPolicy says of each case, in their order. Reads only. NOT_READY while a case that should be
     * allowed is denied shortly after a change: IAM is eventually consistent.
     */
    List<Simulation> simulate(SimulationQuery query);

    /**
     * Removes providers (GetSAMLProvider, ListRoles, DeleteSAMLProvider). Key: the name; a second call finds it gone. KEPT if
     * it does not have our mark, holds other metadata than was asked for, or if a role trusts it that stays. If the pass has
     * removed {@code role}, NOT_READY while IAM still shows that role.
     */
    @Removes
    List<Removal> removeProviders(List<RemovableProvider> providers, UndoPass pass);

    /**
     * Removes policies with their versions (GetPolicy, ListEntitiesForPolicy, ListPolicyVersions, DeletePolicyVersion,
     * DeletePolicy). Key: the name; a second call finds it gone. KEPT if it does not have our mark, says something else than
     * was asked for, or is attached to anything that stays. If the pass has removed {@code role}, NOT_READY while IAM still
     * shows the policy attached to that role.
     */
    @Removes
    List<Removal> removePolicies(List<RemovablePolicy> policies, UndoPass pass);

    /**
     * Removes roles (GetRole, ListAttachedRolePolicies, ListRolePolicies; DetachRolePolicy of our policy, DeleteRole). Key: the
     * name; a second call finds it gone. KEPT if it does not have our mark, is another role than the one that was created, has
     * another trust policy than was asked for or carries other policies too. NOT_READY while IAM says that something still
     * uses it.
     */
    @Removes
    List<Removal> removeRoles(List<RemovableRole> roles, UndoPass pass);

    /** A resource in an account by its name. {@code mark} is what ours have. */
    record Named(AccountId account, String name, String mark) {}

    /**
     * A provider to remove.
     *
     * @param asked SHA-256 of the metadata as IAM holds it, each time that it was asked for; if empty, it is not checked
     * @param role the role that trusts it; its ARN is a key in {@link UndoPass#removed} if it is removed first
     */
    record RemovableProvider(Named thing, List<Sha256> asked, Optional<RemovableRole> role) {
        public RemovableProvider {
            asked = List.copyOf(asked);
        }
    }

    /**
     * A policy to remove.
     *
     * @param asked its document, each time that it was asked for; if empty, it is not checked
     * @param role the role that carries it, as for {@link RemovableProvider}
     */
    record RemovablePolicy(Named policy, List<String> asked, Optional<RemovableRole> role) {
        public RemovablePolicy {
            asked = List.copyOf(asked);
        }
    }

    /**
     * A role to remove, with the policy of ours that it carries.
     *
     * @param asked its trust policy, each time that it was asked for; if empty, it is not checked
     * @param id the unique id of the role that was created, if IAM returned it
     */
    record RemovableRole(Named role, String arn, String policyArn, List<String> asked, Optional<String> id) {
        public RemovableRole {
            asked = List.copyOf(asked);
        }
    }

    /** Whose a resource must be: ours by its mark, or adopted because the request says so and the plan was approved. */
    record Ownership(String mark, boolean mayTake) {
        /** Part of the message of the CONFLICT where it is somebody else's. */
        public static final String NOT_OURS_SAYING = " is there already and ";
    }

    /** The provider to be. */
    record Provider(AccountId account, String name, Document metadata, Ownership ownership) {}

    /** The policy to be. {@code document}: JSON; it is compared as JSON, not as text. */
    record Policy(AccountId account, String name, String description, String document, Ownership ownership) {}

    /** The role to be, with the one policy that it carries. {@code trustPolicy}: as {@link Policy#document()}. */
    record RoleRequest(
            AccountId account,
            String name,
            String description,
            String trustPolicy,
            String policyArn,
            Ownership ownership) {}

    /** A role; {@code id} is its unique id, {@code AROA…}. */
    record Role(String arn, String id) {}

    /** What to simulate: whether the role may do {@code action}. */
    record SimulationQuery(AccountId account, Role role, String action, List<Case> cases) {
        public SimulationQuery {
            cases = List.copyOf(cases);
        }
    }

    /** One question. {@code context}: context keys, such as {@code aws:userid}, with their values. */
    record Case(String resource, Map<String, String> context, Decision expected) {
        public Case {
            context = Map.copyOf(context);
        }
    }

    /**
     * One decision.
     *
     * @param decision ALLOWED, DENIED or INCONCLUSIVE (a context value was missing)
     */
    record Simulation(Case asked, Decision decision, Optional<String> why) {}

    /** What a policy simulation says. */
    enum Decision {
        ALLOWED,
        DENIED,
        INCONCLUSIVE
    }
}
