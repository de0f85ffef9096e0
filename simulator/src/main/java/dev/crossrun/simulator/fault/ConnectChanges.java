package dev.crossrun.simulator.fault;

import dev.crossrun.simulator.fault.WorldChanges.Resource;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.ConnectInstance;
import dev.crossrun.simulator.world.ConnectUser;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What happens to Connect instances and their users. */
final class ConnectChanges {
    private ConnectChanges() {}

    static Stream<Resource> resources(World world, Account account) {
        List<ConnectInstance> instances = account.allConnectInstances();
        Stream<Resource> users = instances.stream()
                .flatMap(instance ->
                        instance.users().all().stream().map(user -> new UserResource(world, instance, user)));
        return Stream.concat(instances.stream().map(instance -> new InstanceResource(world, instance)), users);
    }

    private record InstanceResource(World world, ConnectInstance instance) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return List.of(instance.arn(), instance.id(), instance.alias()).contains(target);
        }

        @Override
        public boolean change(InjectedFault fault) {
            switch (fault.kind()) {
                case DELETE_RESOURCE -> world.connectCreations().delete(instance);
                case REPLACE_RESOURCE -> {
                    world.connectCreations().delete(instance);
                    world.connectCreations()
                            .create(
                                    instance.accountId(),
                                    instance.region(),
                                    instance.configuration().withoutTags(),
                                    Optional.empty());
                }
                case ADD_AGENT -> {
                    return added(fault.text().orElseThrow());
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** Connect takes a name once. */
        private boolean added(String username) {
            boolean there = instance.users().all().stream()
                    .anyMatch(user -> user.username().equals(username));
            if (!there) {
                instance.addUser(username, "Made", "By Hand");
            }
            return !there;
        }
    }

    private record UserResource(World world, ConnectInstance instance, ConnectUser user) implements Resource {
        @Override
        public boolean isCalled(String target) {
            return List.of(user.arn(), user.id(), user.username()).contains(target);
        }

        @Override
        public boolean change(InjectedFault fault) {
            switch (fault.kind()) {
                case DELETE_RESOURCE -> delete();
                case REPLACE_RESOURCE -> {
                    delete();
                    instance.addUser(user.username(), user.firstName(), user.lastName());
                }
                case UNTAG_RESOURCE ->
                    instance.users().put(user.id(), user.withoutTags(tag -> WorldChanges.removes(fault, tag)));
                default -> {
                    return false;
                }
            }
            return true;
        }

        private void delete() {
            instance.users().remove(user.id());
        }
    }
}
