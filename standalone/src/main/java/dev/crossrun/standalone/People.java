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

/** The three people who meet in a run, with tokens made for this stack alone. */
public final class People {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Person requester = new Person("kim@example.com", Role.REQUESTER);
    private final Person approver = new Person("lee@example.com", Role.APPROVER);
    private final Person administrator = new Person("sam@example.com", Role.ADMINISTRATOR);

    /** One of them. */
    public static final class Person {
        private final String name;
        private final Role role;
        private final String token;

        private Person(String name, Role role) {
            this.name = name;
            this.role = role;
            byte[] random = new byte[32];
            RANDOM.nextBytes(random);
            this.token = HexFormat.of().formatHex(random);
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
