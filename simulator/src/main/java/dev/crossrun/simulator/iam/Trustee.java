package dev.crossrun.simulator.iam;

import java.util.Set;

/**
 * Who wants to assume a role, as a trust policy may name it.
 *
 * @param type {@code AWS}, {@code Federated} or {@code Service}
 * @param names every way of naming it, e.g. a user's ARN, its account's id and its account's root ARN
 */
public record Trustee(String type, Set<String> names) {
    public Trustee {
        names = Set.copyOf(names);
    }

    public static Trustee federated(String providerArn) {
        return new Trustee("Federated", Set.of(providerArn));
    }
}
