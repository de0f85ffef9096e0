package dev.crossrun.desk.session;

import dev.crossrun.desk.page.Frame;
import dev.crossrun.desk.page.FullPage;
import java.util.Optional;

/**
 * After a sign-out.
 *
 * @param provider where the session at the provider ends
 */
public record SignedOutPage(Frame frame, Optional<String> provider) implements FullPage {}
