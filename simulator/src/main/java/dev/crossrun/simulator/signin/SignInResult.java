package dev.crossrun.simulator.signin;

import java.util.Optional;

/**
 * How a sign-in ended.
 *
 * @param page the words that the person reads, as federation.md and IAM's "Troubleshoot SAML federation" quote them
 * @param userArn the Connect user; only if the outcome is CONNECT
 */
public record SignInResult(Outcome outcome, String page, Where where, Optional<String> userArn) {

    /** Where the person got to. */
    public enum Outcome {
        CONNECT,
        CONSOLE,
        REFUSED
    }

    /** Whose page the person looks at. */
    public enum Where {
        /** Entra's. */
        IDENTITY_PROVIDER,
        PORTAL,
        SIGN_IN,
        CONNECT
    }

    static SignInResult connect(String userArn) {
        return new SignInResult(Outcome.CONNECT, "Amazon Connect", Where.CONNECT, Optional.of(userArn));
    }

    static SignInResult console(String page) {
        return new SignInResult(Outcome.CONSOLE, page, Where.SIGN_IN, Optional.empty());
    }

    static SignInResult refused(Where where, String page) {
        return new SignInResult(Outcome.REFUSED, page, where, Optional.empty());
    }
}
