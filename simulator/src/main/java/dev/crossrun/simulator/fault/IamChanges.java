package dev.crossrun.simulator.fault;

import dev.crossrun.simulator.fault.WorldChanges.Resource;
import dev.crossrun.simulator.saml.InvalidMetadataException;
import dev.crossrun.simulator.saml.ProviderMetadata;
import dev.crossrun.simulator.world.Iam;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.SamlProvider;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.stream.Stream;

/** What happens to roles, policies and SAML providers. */
final class IamChanges {
    private IamChanges() {}

    /**
     * What IAM makes of metadata.
     *
     * @throws IllegalArgumentException with the reason, if IAM does not take it
     */
    static ProviderMetadata requireMetadata(String text) {
        try {
            return ProviderMetadata.parse(text);
        } catch (InvalidMetadataException e) {
            throw new IllegalArgumentException("text is no metadata: " + e.text(), e);
        }
    }

    static Stream<Resource> resources(World world, Iam iam) {
        Stream<Resource> roles = iam.roles().all().stream().map(role -> new RoleResource(world, iam, role));
        Stream<Resource> policies = iam.policies().all().stream().map(policy -> new PolicyResource(world, iam, policy));
        Stream<Resource> providers =
                iam.samlProviders().all().stream().map(provider -> new ProviderResource(world, iam, provider));
        return Stream.of(roles, policies, providers).flatMap(each -> each);
    }

    private record RoleResource(World world, Iam iam, IamRole role) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return target.equals(role.arn()) || target.equals(role.name());
        }

        @Override
        public boolean change(InjectedFault fault) {
            switch (fault.kind()) {
                case DELETE_RESOURCE -> iam.roles().remove(role.name());
                case REPLACE_RESOURCE ->
                    put(role.recreated(world.ids().unique("AROA"), world.now()).withoutTags(tag -> true));
                case UNTAG_RESOURCE -> put(role.withoutTags(tag -> WorldChanges.removes(fault, tag)));
                case CHANGE_RESOURCE -> put(role.withTrustPolicy(fault.text().orElseThrow()));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void put(IamRole changed) {
            iam.roles().put(role.name(), changed);
        }
    }

    /** Who deletes a policy in the console has it detached first. */
    private record PolicyResource(World world, Iam iam, ManagedPolicy policy) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return target.equals(policy.arn()) || target.equals(policy.name());
        }

        @Override
        public boolean change(InjectedFault fault) {
            switch (fault.kind()) {
                case DELETE_RESOURCE -> {
                    attached().forEach(role -> iam.roles().put(role.name(), role.detach(policy.arn())));
                    iam.policies().remove(policy.arn());
                }
                case REPLACE_RESOURCE ->
                    put(policy.recreated(world.ids().unique("ANPA"), world.now())
                            .withoutTags(tag -> true));
                case UNTAG_RESOURCE -> put(policy.withoutTags(tag -> WorldChanges.removes(fault, tag)));
                case CHANGE_RESOURCE -> put(policy.addVersion(fault.text().orElseThrow(), true, world.now()));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private List<IamRole> attached() {
            return iam.roles().all().stream()
                    .filter(role -> role.attachedPolicyArns().contains(policy.arn()))
                    .toList();
        }

        private void put(ManagedPolicy changed) {
            iam.policies().put(policy.arn(), changed);
        }
    }

    private record ProviderResource(World world, Iam iam, SamlProvider provider) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return target.equals(provider.arn()) || target.equals(provider.name());
        }

        @Override
        public void check(InjectedFault fault) {
            if (fault.kind() == Kind.CHANGE_RESOURCE) {
                requireMetadata(fault.text().orElseThrow());
            }
        }

        @Override
        public boolean change(InjectedFault fault) {
            switch (fault.kind()) {
                case DELETE_RESOURCE -> iam.samlProviders().remove(provider.arn());
                case REPLACE_RESOURCE ->
                    put(provider.recreated(world.ids().unique("SAMLSP"), world.now())
                            .withoutTags(tag -> true));
                case UNTAG_RESOURCE -> put(provider.withoutTags(tag -> WorldChanges.removes(fault, tag)));
                case CHANGE_RESOURCE -> put(changed(fault.text().orElseThrow()));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private SamlProvider changed(String metadata) {
            return provider.withDocument(metadata, requireMetadata(metadata).validUntil());
        }

        private void put(SamlProvider changed) {
            iam.samlProviders().put(provider.arn(), changed);
        }
    }
}
