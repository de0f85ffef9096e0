package dev.crossrun.simulator.world;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An IAM role. Its unique id is new each time a role of the name is created.
 *
 * @param boundaryArn the policy that limits what the role's own policies allow
 */
public record IamRole(
        String name,
        String path,
        String id,
        String arn,
        Instant createDate,
        String trustPolicy,
        String description,
        int maxSessionDuration,
        Map<String, String> inlinePolicies,
        List<String> attachedPolicyArns,
        Map<String, String> tags,
        Optional<String> boundaryArn) {
    public IamRole {
        inlinePolicies = Map.copyOf(inlinePolicies);
        attachedPolicyArns = List.copyOf(attachedPolicyArns);
        tags = Map.copyOf(tags);
    }

    public IamRole withTrustPolicy(String document) {
        return copy(document, attachedPolicyArns, tags, boundaryArn);
    }

    /** With another permissions boundary, or without one. */
    public IamRole withBoundary(Optional<String> policyArn) {
        return copy(trustPolicy, attachedPolicyArns, tags, policyArn);
    }

    public IamRole withTags(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(more);
        return copy(trustPolicy, attachedPolicyArns, all, boundaryArn);
    }

    /** Attaching what is attached already changes nothing. */
    public IamRole attach(String policyArn) {
        if (attachedPolicyArns.contains(policyArn)) {
            return this;
        }
        List<String> arns = new ArrayList<>(attachedPolicyArns);
        arns.add(policyArn);
        return copy(trustPolicy, arns, tags, boundaryArn);
    }

    public IamRole detach(String policyArn) {
        List<String> arns = new ArrayList<>(attachedPolicyArns);
        arns.remove(policyArn);
        return copy(trustPolicy, arns, tags, boundaryArn);
    }

    public IamRole withoutTags(Predicate<String> unwanted) {
        Map<String, String> kept = new LinkedHashMap<>(tags);
        kept.keySet().removeIf(unwanted);
        return copy(trustPolicy, attachedPolicyArns, kept, boundaryArn);
    }

    /** What the role is like once it was deleted and created again. */
    public IamRole recreated(String newId, Instant now) {
        return new IamRole(
                name,
                path,
                newId,
                arn,
                now,
                trustPolicy,
                description,
                maxSessionDuration,
                inlinePolicies,
                attachedPolicyArns,
                tags,
                boundaryArn);
    }

    private IamRole copy(String trust, List<String> attached, Map<String, String> newTags, Optional<String> boundary) {
        return new IamRole(
                name,
                path,
                id,
                arn,
                createDate,
                trust,
                description,
                maxSessionDuration,
                inlinePolicies,
                attached,
                newTags,
                boundary);
    }
}
