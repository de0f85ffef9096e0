package dev.crossrun.standalone;

import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.cli.TokensFile;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Role;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The three people who meet in a run, with their tokens. */
public final class People {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Person requester;
    private final Person approver;
    private final Person administrator;

    /** With new tokens. */
    public People() {
        this(List.of());
    }

    /** With the tokens that {@code known} has for them. */
    People(List<TokensFile.Principal> known) {
        requester = new Person("kim@example.com", Role.REQUESTER, known);
        approver = new Person("lee@example.com", Role.APPROVER, known);
        administrator = new Person("sam@example.com", Role.ADMINISTRATOR, known);
    }

    /** One of them. */
    public static final class Person {
        private final String name;
        private final Role role;
        private final String token;

        private Person(String name, Role role, List<TokensFile.Principal> known) {
            this.name = name;
            this.role = role;
            this.token = known.stream()
                    .filter(principal -> principal.name().equals(name))
                    .map(TokensFile.Principal::token)
                    .findFirst()
                    .orElseGet(Person::random);
        }

        private static String random() {
            byte[] random = new byte[32];
            RANDOM.nextBytes(random);
            return HexFormat.of().formatHex(random);
        }

        public String name() {
            return name;
        }

        public Role role() {
            return role;
        }

        public String token() {
            return token;
        }
    }

    public Person requester() {
        return requester;
    }

    public Person approver() {
        return approver;
    }

    public Person administrator() {
        return administrator;
    }

    public List<Person> all() {
        return List.of(requester, approver, administrator);
    }

    List<TokenPrincipal> principals() {
        return all().stream()
                .map(person -> TokenPrincipal.of(
                        person.name(), Sha256.of(person.token()).value(), Set.of(person.role())))
                .toList();
    }

    TokensFile tokens(URI api) {
        return new TokensFile(
                api,
                all().stream()
                        .map(person -> new TokensFile.Principal(
                                person.name(), List.of(person.role().name()), person.token()))
                        .toList());
    }
}
