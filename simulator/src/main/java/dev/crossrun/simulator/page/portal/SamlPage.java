package dev.crossrun.simulator.page.portal;

import dev.crossrun.simulator.console.ConsoleException;
import dev.crossrun.simulator.console.SamlForm;
import dev.crossrun.simulator.page.Pages;
import dev.crossrun.simulator.signin.SignIn;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.wire.Surface;
import dev.crossrun.simulator.world.World;
import java.util.Map;

/**
 * The sign-in endpoint {@code /saml} for browsers; scripts get JSON. As at AWS, it accepts forms from any page: the signature of
 * the response counts.
 */
public final class SamlPage implements Surface {
    private final World world;
    private final SignIn signIn;

    /** The endpoint of one world. */
    public SamlPage(World world) {
        this.world = world;
        this.signIn = new SignIn(world);
    }

    @Override
    public boolean serves(HttpCall call) {
        return call.path().equals("/saml")
                && call.method().equals("POST")
                && call.header("Accept")
                        .filter(accept -> accept.contains("text/html"))
                        .isPresent();
    }

    @Override
    public HttpReply handle(HttpCall call) {
        try {
            return world.locked(() -> SignInEnd.page(signIn.post(SamlForm.read(call))));
        } catch (ConsoleException e) {
            return Pages.page(e.status(), "page/wrong.jte", Map.of("text", e.text()));
        }
    }
}
