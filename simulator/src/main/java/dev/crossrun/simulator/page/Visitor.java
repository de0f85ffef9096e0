package dev.crossrun.simulator.page;

import dev.crossrun.simulator.console.IdentitySourceConsole.Provisioning;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import java.util.Optional;

/** What the simulator remembers of one browser: a private window is another one. */
final class Visitor {
    private final String id;
    private final String formToken;
    private Optional<String> message = Optional.empty();
    private Optional<Provisioning> provisioning = Optional.empty();
    private Optional<String> portalToken = Optional.empty();
    private Optional<AccessKey> console = Optional.empty();

    Visitor(String id, String formToken) {
        this.id = id;
        this.formToken = formToken;
    }

    /** The value of the cookie. */
    String id() {
        return id;
    }

    /** What every form of this browser carries, and no other site knows. */
    String formToken() {
        return formToken;
    }

    void show(String result) {
        message = Optional.of(result);
    }

    /** The result of the last form, once. */
    Optional<String> takeMessage() {
        Optional<String> taken = message;
        message = Optional.empty();
        return taken;
    }

    void issued(Provisioning issued) {
        provisioning = Optional.of(issued);
    }

    /** The access token that was made last, once. */
    Optional<Provisioning> takeProvisioning() {
        Optional<Provisioning> taken = provisioning;
        provisioning = Optional.empty();
        return taken;
    }

    Optional<String> portalToken() {
        return portalToken;
    }

    void portalToken(Optional<String> token) {
        portalToken = token;
    }

    /** The account that was opened last. */
    Optional<AccessKey> console() {
        return console;
    }

    void console(Optional<AccessKey> session) {
        console = session;
    }
}
