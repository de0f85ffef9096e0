package dev.crossrun.simulator.fault;

import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody else does to a resource meanwhile, in a console or by another tool. */
final class WorldChanges {

    /** A resource and what can happen to it. */
    interface Resource {
        /** Whether this is its ARN, its id or its name. */
        boolean isCalled(String target);

        /**
         * Looks at what the change would put in.
         *
         * @throws IllegalArgumentException if the service of this resource would not take it
         */
        default void check(InjectedFault fault) {}

        /** Makes the change of a fault; false if it cannot be made to a resource of this type. */
        boolean change(InjectedFault fault);
    }

    private WorldChanges() {}

    /** False if there is nothing of that name to which it can be done. */
    static boolean make(World world, InjectedFault fault, String target) {
        return called(world, target).stream().anyMatch(resource -> resource.change(fault));
    }

    /**
     * Looks at a change before it is made.
     *
     * @throws IllegalArgumentException if what its target is now would not take it
     */
    static void check(World world, InjectedFault fault, String target) {
        called(world, target).forEach(resource -> resource.check(fault));
    }

    private static List<Resource> called(World world, String target) {
        return resources(world).filter(resource -> resource.isCalled(target)).toList();
    }

    private static Stream<Resource> resources(World world) {
        List<Stream<Resource>> all = List.of(
                world.organization().accounts().stream().flatMap(account -> IamChanges.resources(world, account.iam())),
                world.organization().accounts().stream().flatMap(account -> ConnectChanges.resources(world, account)),
                world.entra().stream().flatMap(EntraChanges::resources),
                world.identityCenter().stream().flatMap(IdentityCenterChanges::resources));
        return all.stream().flatMap(each -> each);
    }

    /** Something to which nothing can be done but to delete it. */
    record Deletable(List<String> names, Runnable deletion) implements Resource {
        Deletable {
            names = List.copyOf(names);
        }

        @Override
        public boolean isCalled(String target) {
            return names.contains(target);
        }

        @Override
        public boolean change(InjectedFault fault) {
            if (fault.kind() != Kind.DELETE_RESOURCE) {
                return false;
            }
            deletion.run();
            return true;
        }
    }

    /** Whether a change takes a tag away: the one that it names, or any. */
    static boolean removes(InjectedFault fault, String tag) {
        return fault.text().or(() -> Optional.of(tag)).filter(tag::equals).isPresent();
    }
}
