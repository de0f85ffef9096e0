package dev.crossrun.simulator.page.center;

import dev.crossrun.simulator.console.ApplicationConsole;
import dev.crossrun.simulator.page.PageRoute;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.stream.Stream;

/** All pages of the console of IAM Identity Center, below {@code /identity-center}. */
public final class CenterPages {
    private CenterPages() {}

    public static List<PageRoute> routes(World world) {
        ApplicationConsole applications = new ApplicationConsole(world);
        return Stream.of(
                        new SettingsPages(world).routes(),
                        new ProvisioningPages(world).routes(),
                        new ApplicationPages(world, applications).routes(),
                        new AddApplicationPages(world, applications).routes(),
                        new AssignmentPages(world, applications).routes())
                .flatMap(List::stream)
                .toList();
    }
}
