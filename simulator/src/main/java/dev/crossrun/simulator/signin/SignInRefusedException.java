package dev.crossrun.simulator.signin;

import dev.crossrun.simulator.signin.SignInResult.Where;

/** A sign-in that ends here, with the page that says so. */
final class SignInRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Where where;
    private final String page;

    SignInRefusedException(Where where, String page) {
        super(page);
        this.where = where;
        this.page = page;
    }

    SignInResult result() {
        return SignInResult.refused(where, page);
    }
}
