package dev.crossrun.simulator.signin;

import dev.crossrun.simulator.signin.SignInResult.Where;
import dev.crossrun.simulator.world.ConnectInstance.IdentityManagementType;
import dev.crossrun.simulator.world.DirectoryUser;
import dev.crossrun.simulator.world.IdentityCenter;
import dev.crossrun.simulator.world.SamlApplication;
import dev.crossrun.simulator.world.World;
import java.util.List;
import java.util.Optional;

/** A person's way from the access portal to Amazon Connect, or to the page where it ends. */
public final class SignIn {

    private final World world;
    private final AccessPortal portal;
    private final AssumeRoleWithSaml sts;
    private final GetFederationToken connect;

    /** Sign-ins of one world. */
    public SignIn(World world) {
        this.world = world;
        this.portal = new AccessPortal(world);
        this.sts = new AssumeRoleWithSaml(world);
        this.connect = new GetFederationToken(world);
    }

    /** What a click on the application's tile comes to: a form that the browser posts, or the last page. */
    public record Click(Optional<PortalForm> form, Optional<SignInResult> end) {

        private static Click ends(SignInResult result) {
            return new Click(Optional.empty(), Optional.of(result));
        }
    }

    /** The user signs in at the portal and clicks the application of this display name or {@code ins-} id. */
    public Click click(String userName, String application) {
        try {
            return enter(portal.authenticate(center(), userName), application);
        } catch (SignInRefusedException e) {
            return Click.ends(e.result());
        }
    }

    /** A user who is signed in at the portal clicks an application. */
    public Click click(DirectoryUser user, String application) {
        try {
            return enter(user, application);
        } catch (SignInRefusedException e) {
            return Click.ends(e.result());
        }
    }

    /** The applications that the portal shows a user. */
    public List<SamlApplication> tiles(DirectoryUser user) {
        return portal.tiles(center(), user);
    }

    private IdentityCenter center() {
        return world.identityCenter()
                .orElseThrow(() -> new SignInRefusedException(Where.PORTAL, "There is no access portal here."));
    }

    private Click enter(DirectoryUser user, String application) {
        SamlApplication tile = portal.enter(center(), user, application);
        return tile.configuration().startUrl().isPresent()
                ? Click.ends(SignInResult.console("Amazon Web Services Sign-In"))
                : new Click(Optional.of(portal.federate(center(), tile, user)), Optional.empty());
    }

    /** The browser posts a form to where it says. */
    public SignInResult post(PortalForm form) {
        try {
            SignInLocation location = SignInLocation.reachedBy(form.action())
                    .orElseThrow(() -> SignInLocation.refused("This site can't be reached: " + form.action()));
            SignInRequest request = SignInRequest.read(location, form.samlResponse());
            AssumeRoleWithSaml.Session session = sts.assume(location, request);
            return RelayState.parse(form.relayState())
                    .map(relayState -> connect.federate(session, relayState))
                    .orElseGet(() -> SignInResult.console("AWS Management Console"));
        } catch (SignInRefusedException e) {
            return e.result();
        }
    }

    /** Both, one after the other. */
    public SignInResult signIn(String userName, String application) {
        Click click = click(userName, application);
        return click.end().orElseGet(() -> post(click.form().orElseThrow()));
    }

    /** Somebody opens the address of a Connect instance: those with SAML begin nowhere but at the portal. */
    public SignInResult openInstance(String instance) {
        String page = world.organization().accounts().stream()
                .flatMap(account -> account.connectInstances().stream())
                .filter(each -> each.id().equals(instance) || each.alias().equals(instance))
                .findFirst()
                .map(each ->
                        each.identityManagementType() == IdentityManagementType.SAML ? "Session Expired" : "Log in")
                .orElse("Not found");
        return SignInResult.refused(Where.CONNECT, page);
    }
}
