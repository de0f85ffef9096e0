package dev.crossrun.simulator.world;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A permission set of Identity Center. It takes effect in an account when it is provisioned there
 * ({@link PermissionSetProvisioning}).
 *
 * @param sessionDuration in ISO 8601, {@code PT1H} to {@code PT12H}
 */
public record PermissionSet(
        String arn,
        String name,
        String description,
        String sessionDuration,
        Optional<String> relayState,
        Instant createdDate,
        Policies policies) {

    /** A customer managed policy that each account has to have by itself. */
    public record CustomerManagedPolicy(String name, String path) {
        public String arn(String accountId) {
            return "arn:aws:iam::" + accountId + ":policy" + path + name;
        }
    }

    /**
     * The permissions.
     *
     * @param managedArns ARNs of AWS managed policies
     */
    public record Policies(
            Optional<String> inline, List<String> managedArns, List<CustomerManagedPolicy> customerManaged) {
        public static final Policies NONE = new Policies(Optional.empty(), List.of(), List.of());

        public Policies {
            managedArns = List.copyOf(managedArns);
            customerManaged = List.copyOf(customerManaged);
        }

        public Policies withInline(Optional<String> document) {
            return new Policies(document, managedArns, customerManaged);
        }

        public Policies attach(String managedArn) {
            return new Policies(inline, added(managedArns, managedArn), customerManaged);
        }

        public Policies detach(String managedArn) {
            return new Policies(
                    inline,
                    managedArns.stream().filter(arn -> !arn.equals(managedArn)).toList(),
                    customerManaged);
        }

        public Policies attach(CustomerManagedPolicy policy) {
            return new Policies(inline, managedArns, added(customerManaged, policy));
        }

        /** How many policies count against the quota of a role. */
        public int attached() {
            return managedArns.size() + customerManaged.size();
        }

        private static <T> List<T> added(List<T> all, T one) {
            List<T> more = new ArrayList<>(all);
            more.add(one);
            return more;
        }
    }

    public PermissionSet withPolicies(Policies changed) {
        return new PermissionSet(arn, name, description, sessionDuration, relayState, createdDate, changed);
    }

    /** How long the credentials of a user who opens an account with this set last. */
    public Duration sessionLength() {
        return Duration.parse(sessionDuration);
    }
}
