package dev.crossrun.api.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.run.actor.Actor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The principals behind the claims of an OpenID provider's tokens, of access tokens and of ID tokens (Microsoft identity
 * platform, "Access token claims reference" and "ID token claims reference"). The caller has verified the token before.
 */
public final class OidcPrincipals {
    private final OidcSettings settings;

    public OidcPrincipals(OidcSettings settings) {
        this.settings = settings;
    }

    /**
     * The principal of these claims: known by issuer and {@code oid} (without one, {@code sub}), with the grants that the
     * settings give to the values of its claim of roles.
     *
     * @param claims of a verified token, with {@code iss} and {@code sub}
     * @throws ApiException 403 if they give no role
     */
    public Principal of(JWTClaimsSet claims) {
        return of(person(claims));
    }

    /**
     * A person, as a session keeps it.
     *
     * @param roles those values of the claim of roles that give a role here
     */
    public record Person(Actor actor, List<String> roles) {
        public Person {
            roles = List.copyOf(roles);
        }
    }

    /**
     * The person behind these claims.
     *
     * @throws ApiException 403 if they give no role
     */
    public Person person(JWTClaimsSet claims) {
        List<String> roles = values(claims).stream()
                .distinct()
                .filter(value -> !settings.grantsOf(List.of(value)).isEmpty())
                .toList();
        if (roles.isEmpty()) {
            throw ApiException.forbidden(noRole(claims));
        }
        String subject = Optional.ofNullable(text(claims, "oid")).orElse(claims.getSubject());
        return new Person(new Actor(name(claims), claims.getIssuer(), Optional.of(subject)), roles);
    }

    /** A person with what the settings of now give to the roles. */
    public Principal of(Person person) {
        return new Principal(person.actor(), settings.grantsOf(person.roles()));
    }

    private List<String> values(JWTClaimsSet claims) {
        Object claim = claims.getClaim(settings.claimOfRoles());
        return claim instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : Stream.ofNullable(claim).map(String::valueOf).toList();
    }

    /** Entra leaves out groups if there are more than 200, and names the claim in {@code _claim_names} instead. */
    private String noRole(JWTClaimsSet claims) {
        String claim = settings.claimOfRoles();
        boolean leftOut = claims.getClaim("_claim_names") instanceof Map<?, ?> names && names.containsKey(claim);
        return leftOut
                ? "The token leaves out " + claim
                        + ", because there are too many of them. Ask an administrator to give the user an app role, and"
                        + " to map the claim roles"
                : "None of the token's " + claim + " gives a role in Crossrun. Ask an administrator for access";
    }

    private String name(JWTClaimsSet claims) {
        return Stream.concat(
                        settings.nameClaim().stream(), Stream.of("preferred_username", "upn", "email", "name", "azp"))
                .flatMap(name -> Stream.ofNullable(text(claims, name)))
                .findFirst()
                .orElse(claims.getSubject());
    }

    static @Nullable String text(JWTClaimsSet claims, String name) {
        return claims.getClaim(name) instanceof String text ? text : null;
    }
}
