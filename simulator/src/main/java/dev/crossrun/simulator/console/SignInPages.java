package dev.crossrun.simulator.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.signin.AccountPortal;
import dev.crossrun.simulator.signin.PortalForm;
import dev.crossrun.simulator.signin.SignIn;
import dev.crossrun.simulator.signin.SignInResult;
import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.HttpReply;
import java.util.Set;

/** The pages of somebody who signs in. Whatever they say, the answer is 200: to be refused is a result. */
final class SignInPages {

    private final SignIn signIn;
    private final AccountPortal portal;

    SignInPages(SignIn signIn, AccountPortal portal) {
        this.signIn = signIn;
        this.portal = portal;
    }

    /**
     * The user signs in at the portal and stays there. The answer has the token that the portal's API takes, which at AWS only
     * the device flow of OIDC or the browser's cookie gives out: this way to it is the simulator's own.
     */
    HttpReply signInAtPortal(ConsoleRequest request) {
        request.onlyFields(Set.of("user"));
        AccountPortal.Entry entry = portal.signIn(request.required("user"));
        return entry.session()
                .map(session -> ConsoleSurface.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("accessToken", session.accessToken())
                                .put("expiresAt", session.expiresAt().toString())))
                .orElseGet(() -> page(entry.refusal().orElseThrow()));
    }

    HttpReply signIn(ConsoleRequest request) {
        request.onlyFields(Set.of("user", "application"));
        return page(signIn.signIn(request.required("user"), request.required("application")));
    }

    /** The click alone, with the form that the browser would post, as its developer tools show it. */
    HttpReply openApplication(ConsoleRequest request) {
        request.onlyFields(Set.of("user", "application"));
        SignIn.Click click = signIn.click(request.required("user"), request.required("application"));
        return click.form()
                .map(SignInPages::form)
                .orElseGet(() -> page(click.end().orElseThrow()));
    }

    HttpReply openInstance(ConsoleRequest request) {
        request.onlyFields(Set.of("instance"));
        return page(signIn.openInstance(request.required("instance")));
    }

    /** The sign-in endpoint itself. */
    HttpReply post(HttpCall call) {
        return page(signIn.post(SamlForm.read(call)));
    }

    private static HttpReply form(PortalForm form) {
        return ConsoleSurface.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("action", form.action())
                        .put("SAMLResponse", form.samlResponse())
                        .put("RelayState", form.relayState()));
    }

    private static HttpReply page(SignInResult result) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("outcome", result.outcome().name()).put("page", result.page()).put("where", where(result.where()));
        result.userArn().ifPresent(arn -> page.put("userArn", arn));
        return ConsoleSurface.json(200, page);
    }

    private static String where(SignInResult.Where where) {
        return switch (where) {
            case IDENTITY_PROVIDER -> "identity-provider";
            case PORTAL -> "portal";
            case SIGN_IN -> "sign-in";
            case CONNECT -> "connect";
        };
    }
}
