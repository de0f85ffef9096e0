package dev.crossrun.activity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.crossrun.activity.IdentityCenterActivities.Instance;
import dev.crossrun.activity.IdentityCenterActivities.PermissionSet;
import dev.crossrun.activity.IdentityCenterActivities.Principal;
import dev.crossrun.domain.AccountId;
import dev.crossrun.run.plan.Change;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Permission sets of IAM Identity Center: what they allow, who has them, and the one inline policy of each. */
@ActivityInterface(namePrefix = "PermissionSet_")
public interface PermissionSetActivities {
    /**
     * What the set is (DescribePermissionSet, GetInlinePolicyForPermissionSet, ListManagedPoliciesInPermissionSet,
     * ListCustomerManagedPolicyReferencesInPermissionSet, ListAccountsForProvisionedPermissionSet). Reads only.
     */
    Details describe(Key key);

    /**
     * In which accounts the user has which of these sets, directly or through a group (ListAccountAssignmentsForPrincipal,
     * paged). Reads only. AWS answers this call in the management account only: NOT_AUTHORIZED in that of a delegated
     * administrator.
     */
    List<Held> held(HeldQuery query);

    /** The accounts in which the set is provisioned (ListAccountsForProvisionedPermissionSet, paged). Reads only. */
    List<AccountId> accounts(Key key);

    /**
     * Who has the set in these accounts, users and groups (ListAccountAssignments, paged), at the service's pace, with
     * heartbeats. An account in which the set is not provisioned has nobody. Reads only.
     */
    List<Assigned> assigned(AssignedQuery query);

    /**
     * Replaces the inline policy (GetInlinePolicyForPermissionSet, then PutInlinePolicyToPermissionSet or
     * DeleteInlinePolicyFromPermissionSet, then reads it again). Nothing is provisioned by it. A second call finds the policy as
     * wanted. CONFLICT if it is neither {@code before} nor {@code after}: somebody else has edited it. NOT_READY while another
     * change is under way, and until reads show the new policy, so that the next change does not start from an old one.
     * INVALID_REQUEST if AWS refuses the policy for its form or size. JSON documents are compared by what they say, not by their
     * text.
     */
    void putInlinePolicy(InlineChange change);

    /**
     * Brings accounts up to date with the set (ListAccountsForProvisionedPermissionSet, ProvisionPermissionSet), at the
     * service's pace and with heartbeats, and waits until the service has done it (DescribePermissionSetProvisioningStatus).
     * Accounts in which the set is not provisioned are passed over: DONE. A second call provisions again, which changes nothing.
     * A result for each account, in their order; NOT_READY while the service works on one, or on another change of the set
     * there: the others are asked for meanwhile, and the next attempt goes on with what is left. CONFLICT with AWS's reason for
     * an account in which it failed.
     */
    List<ItemResult> provision(Provision wanted);

    /** A permission set and where it is. */
    record Key(Instance instance, PermissionSet permissionSet) {}

    /**
     * What a permission set is.
     *
     * @param session how long a session lasts
     * @param inlinePolicy JSON
     * @param managedPolicies ARNs of AWS's, then names of customer managed ones, after their path unless that is {@code /}
     * @param outdated accounts in which an edit of the set is not provisioned yet
     */
    record Details(
            PermissionSet permissionSet,
            Duration session,
            Optional<String> inlinePolicy,
            List<String> managedPolicies,
            List<AccountId> outdated) {
        public Details {
            managedPolicies = List.copyOf(managedPolicies);
            outdated = List.copyOf(outdated);
        }

        /** The set as a plan shows it: it stays as it is. */
        public Change stays() {
            ObjectNode shown = JsonNodeFactory.instance
                    .objectNode()
                    .put("arn", permissionSet.arn())
                    .put("sessionDuration", session.toString());
            managedPolicies.forEach(shown.putArray("managedPolicies")::add);
            shown.set("inlinePolicy", inlinePolicy.map(Change::document).orElseGet(() -> TextNode.valueOf("none")));
            return Change.keep("Permission set " + permissionSet.name(), shown);
        }
    }

    /** Whether {@code user} has some of these sets. */
    record HeldQuery(Instance instance, Principal user, List<PermissionSet> permissionSets) {
        public HeldQuery {
            permissionSets = List.copyOf(permissionSets);
        }
    }

    /** A set on an account; {@code group}: the id of the group by which the user has it, absent if by itself. */
    record Held(PermissionSet permissionSet, AccountId account, Optional<String> group) {}

    /** Who has a set in these accounts. */
    record AssignedQuery(Key key, List<AccountId> accounts) {
        public AssignedQuery {
            accounts = List.copyOf(accounts);
        }
    }

    /** An assignment of a set in an account; {@code type}: USER or GROUP; {@code principalId}: in the identity store. */
    record Assigned(AccountId account, String type, String principalId) {}

    /** {@code before} and {@code after}: JSON; absent for no inline policy. */
    record InlineChange(Key key, Optional<String> before, Optional<String> after) {}

    /** A set to provision to these accounts. */
    record Provision(Key key, List<AccountId> accounts) {
        public Provision {
            accounts = List.copyOf(accounts);
        }
    }
}
