package dev.crossrun.mail;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.crossrun.run.actor.Role;
import dev.crossrun.run.task.TaskKind;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The SMTP server for e-mails about tasks, and who gets them.
 *
 * @param host name of the server
 * @param port 587 by default with STARTTLS, 465 with TLS, 25 with NONE
 * @param security STARTTLS by default
 * @param user with {@code password}; both are absent if the server wants none
 * @param from the sender's address
 * @param roles addresses for tasks that this role answers
 * @param kinds addresses for tasks of this kind, as well as those of its role
 */
public record EmailSettings(
        @NotNull(message = "is missing: the name of the SMTP server")
        String host,

        Optional<Integer> port,
        Optional<Security> security,
        Optional<String> user,
        Optional<String> password,

        @NotNull(message = "is missing: the sender's address")
        String from,

        @JsonProperty Map<Role, List<String>> roles,
        @JsonProperty Map<TaskKind, List<String>> kinds) {
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9a-fA-F:]{2,39}");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");
    private static final int MOST_PORT = 65_535;

    /** How the connection is protected. */
    public enum Security {
        /** The connection starts in plain text and continues with TLS, or not at all. */
        STARTTLS(587),
        /** The connection starts with TLS. */
        TLS(465),
        /** Plain text, only to this machine. */
        NONE(25);

        private final int port;

        Security(int port) {
            this.port = port;
        }
    }

    public EmailSettings {
        roles = roles == null ? Map.of() : Map.copyOf(roles);
        kinds = kinds == null ? Map.of() : Map.copyOf(kinds);
        // A key that is missing is the validator's to report.
        List<String> faults = host == null || from == null
                ? List.of()
                : faults(host, port, security.orElse(Security.STARTTLS), user, password, from, roles, kinds);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    private static List<String> faults(
            String host,
            Optional<Integer> port,
            Security security,
            Optional<String> user,
            Optional<String> password,
            String from,
            Map<Role, List<String>> roles,
            Map<TaskKind, List<String>> kinds) {
        List<String> faults = new ArrayList<>();
        if (!HOST.matcher(host).matches()) {
            faults.add("host must be the name or the address of a server, without a port");
        }
        port.filter(number -> number < 1 || number > MOST_PORT)
                .ifPresent(number -> faults.add("port must be 1 to " + MOST_PORT));
        if (security == Security.NONE && !LOOPBACK.contains(host)) {
            faults.add("security must be STARTTLS or TLS; NONE only to localhost");
        }
        if (user.isPresent() != password.isPresent()) {
            faults.add("user and password must be given together");
        }
        if (!isAddress(from)) {
            faults.add("from must be one address, such as crossrun@example.com");
        }
        roles.forEach((role, addresses) -> faults.addAll(faults("roles." + role, addresses)));
        kinds.forEach((kind, addresses) -> faults.addAll(faults("kinds." + kind, addresses)));
        if (roles.isEmpty() && kinds.isEmpty()) {
            faults.add("roles or kinds must name recipients");
        }
        return faults.stream().sorted().toList();
    }

    private static List<String> faults(String where, List<String> addresses) {
        return addresses == null || addresses.isEmpty()
                ? List.of(where + " must name addresses")
                : addresses.stream()
                        .filter(Predicate.not(EmailSettings::isAddress))
                        .map(address -> where + ": not an address: " + address.replaceAll("\\p{Cntrl}", "?"))
                        .toList();
    }

    private static boolean isAddress(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            address.validate();
            return address.getAddress().equals(text)
                    && text.chars().allMatch(character -> character > ' ' && character < 0x7F)
                    && text.indexOf('@') > 0;
        } catch (AddressException e) {
            return false;
        }
    }

    int portOrDefault() {
        return port.orElse(protection().port);
    }

    Security protection() {
        return security.orElse(Security.STARTTLS);
    }

    /** Who gets an e-mail about a task of this kind. Nobody has to answer an offer, so only its kind's own addresses do. */
    List<String> recipients(TaskKind kind) {
        List<String> ofRole = kind == TaskKind.OFFER ? List.of() : roles.getOrDefault(kind.answeredBy(), List.of());
        return List.copyOf(new LinkedHashSet<>(
                Stream.concat(ofRole.stream(), kinds.getOrDefault(kind, List.of()).stream())
                        .toList()));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "EmailSettings[" + host + "]";
    }
}
