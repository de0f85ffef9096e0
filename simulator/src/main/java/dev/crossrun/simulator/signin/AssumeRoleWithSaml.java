package dev.crossrun.simulator.signin;

import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.iam.Trustee;
import dev.crossrun.simulator.saml.Assertion;
import dev.crossrun.simulator.saml.ProviderMetadata;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.SamlProvider;
import dev.crossrun.simulator.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * STS AssumeRoleWithSAML behind the sign-in endpoint: verifies the response against the provider that it names, asks
 * the role's trust policy, starts the session. Once role and provider are known to exist, a refusal is logged in their
 * account.
 */
final class AssumeRoleWithSaml {

    private static final String PRINCIPAL_TAG = "https://aws.amazon.com/SAML/Attributes/PrincipalTag:";
    private static final String NOT_AUTHORIZED = "Not authorized to perform sts:AssumeRoleWithSAML";

    /** STS reference: an assertion must be used within five minutes. */
    private static final Duration REDEEMABLE = Duration.ofMinutes(5);

    private final World world;

    AssumeRoleWithSaml(World world) {
        this.world = world;
    }

    /** A session of a role, and the role as it was when it began. */
    record Session(Account account, IamRole role, AccessKey key) {}

    Session assume(SignInLocation location, SignInRequest request) {
        Account account = world.account(request.role().accountId())
                .orElseThrow(() -> SignInLocation.refused("Specified provider doesn't exist"));
        SamlProvider provider = account.iam()
                .samlProviders()
                .get(request.role().providerArn())
                .orElseThrow(() -> SignInLocation.refused("Specified provider doesn't exist"));
        IamRole role = account.iam()
                .roles()
                .get(request.role().roleName())
                .filter(each -> each.arn().equals(request.role().roleArn()))
                .orElseThrow(() -> SignInLocation.refused(NOT_AUTHORIZED));
        AssumeRoleTrail trail = new AssumeRoleTrail(world.trail(), location, request);
        Optional<Problem> problem = firstProblem(request, provider, role);
        if (problem.isPresent()) {
            trail.refused(problem.get().code(), problem.get().message());
            throw SignInLocation.refused(problem.get().message());
        }
        AccessKey key = world.credentials().startSession(account.id(), role, request.sessionName(), request.duration());
        trail.succeeded(role, key);
        return new Session(account, role, key);
    }

    private record Problem(String code, String message) {}

    private Optional<Problem> firstProblem(SignInRequest request, SamlProvider provider, IamRole role) {
        ProviderMetadata metadata = ProviderMetadata.parse(provider.document());
        Assertion assertion = request.response().assertion();
        if (!metadata.entityId().equals(assertion.issuer())) {
            return problem("InvalidIdentityToken", "Issuer not present in specified provider");
        }
        if (!request.response().isSignedBy(metadata.certificates())) {
            return problem("InvalidIdentityToken", "Response signature invalid");
        }
        if (!isFresh(request, world.now())) {
            return problem("ExpiredTokenException", "Token must be redeemed within 5 minutes of issuance");
        }
        if (!isTrusted(request, role)) {
            return problem("AccessDenied", NOT_AUTHORIZED);
        }
        if (request.duration().toSeconds() > role.maxSessionDuration()) {
            return problem("ValidationError", "Requested DurationSeconds exceeds MaxSessionDuration set for this role");
        }
        return Optional.empty();
    }

    private static boolean isFresh(SignInRequest request, Instant now) {
        Instant issued = request.response().assertion().issuedAt();
        return request.response().isValidAt(now) && !now.isAfter(issued.plus(REDEEMABLE));
    }

    private static Optional<Problem> problem(String code, String message) {
        return Optional.of(new Problem(code, message));
    }

    /** Principal tags need {@code sts:TagSession} in the trust policy as well. */
    private static boolean isTrusted(SignInRequest request, IamRole role) {
        Assertion assertion = request.response().assertion();
        Context context = Context.empty()
                .with("SAML:aud", assertion.destination())
                .with("SAML:iss", assertion.issuer())
                .with("SAML:sub", assertion.subject().value())
                .with("SAML:sub_type", assertion.subject().format())
                .with("sts:RoleSessionName", request.sessionName());
        boolean tagged =
                assertion.attributes().stream().anyMatch(each -> each.name().startsWith(PRINCIPAL_TAG));
        return trusts(request, role, "sts:AssumeRoleWithSAML", context)
                && (!tagged || trusts(request, role, "sts:TagSession", context));
    }

    private static boolean trusts(SignInRequest request, IamRole role, String action, Context context) {
        Trustee provider = Trustee.federated(request.role().providerArn());
        return PolicyEngine.trusts(role.trustPolicy(), provider, action, context) == Decision.ALLOWED;
    }
}
