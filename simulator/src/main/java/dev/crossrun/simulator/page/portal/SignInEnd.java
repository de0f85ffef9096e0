package dev.crossrun.simulator.page.portal;

import dev.crossrun.simulator.page.Pages;
import dev.crossrun.simulator.signin.SignInResult;
import dev.crossrun.simulator.wire.HttpReply;
import java.util.Map;

/** The page on which a sign-in ends: Amazon Connect, the console, or the words of who refuses. */
public final class SignInEnd {
    private SignInEnd() {}

    public static HttpReply page(SignInResult result) {
        return switch (result.outcome()) {
            case CONNECT ->
                Pages.page(
                        200,
                        "page/portal/connect.jte",
                        Map.of("userArn", result.userArn().orElseThrow()));
            case CONSOLE -> Pages.page(200, "page/portal/consoleInstead.jte", Map.of("page", result.page()));
            case REFUSED ->
                Pages.page(
                        200,
                        "page/portal/refused.jte",
                        Map.of("service", service(result.where()), "page", result.page()));
        };
    }

    private static String service(SignInResult.Where where) {
        return switch (where) {
            case IDENTITY_PROVIDER -> "Microsoft Entra ID";
            case PORTAL -> "AWS access portal";
            case SIGN_IN -> "AWS Sign-In";
            case CONNECT -> "Amazon Connect";
        };
    }
}
