package dev.crossrun.simulator.page.center;

import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.console.ConsoleRequest;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.World;

/** Where the console is, and who works in it. */
record CenterHead(IdentityCenter center, String accountName) {

    static CenterHead of(World world) {
        IdentityCenter center = world.identityCenter()
                .orElseThrow(() -> new ConsoleException(409, "IAM Identity Center is not enabled"));
        return new CenterHead(
                center,
                world.account(center.ownerAccountId()).map(Account::name).orElse(""));
    }

    String user() {
        return ConsoleRequest.DEFAULT_USER;
    }

    String source() {
        return center.source().external() ? "External identity provider" : "Identity Center directory";
    }
}
