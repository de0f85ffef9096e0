package dev.crossrun.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.domain.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds credentials in texts that are kept in the clear, by the published formats of these credentials: AWS, IAM User Guide,
 * "IAM identifiers" (key id prefixes) and "Manage access keys" (40 characters); RFC 7519 and RFC 7468; Microsoft Purview,
 * "Azure AD client secret"; the rules of the scanner gitleaks. The SCIM token of IAM Identity Center has no published format:
 * it is a UUID followed by a long text.
 */
public final class LiveSecrets {
    private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** Bits of Shannon entropy per character of a random key, at least: words and hashes in hexadecimal have fewer. */
    private static final double RANDOM = 4.5;

    private static final Kind PRIVATE_KEY =
            new Kind("a private key", "-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----");

    private static final List<Kind> KINDS = List.of(
            PRIVATE_KEY,
            new Kind(
                    "an AWS access key id",
                    "(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",
                    text -> !text.endsWith("EXAMPLE")),
            new Kind(
                    "a JSON Web Token, such as an access token of Microsoft Graph",
                    "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*"),
            new Kind(
                    "an encrypted JSON Web Token",
                    "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}(?:\\.[A-Za-z0-9_-]*){4}(?![A-Za-z0-9_.-])"),
            new Kind(
                    "a client secret of Microsoft Entra",
                    "(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~-])"),
            new Kind(
                    "a SCIM access token of IAM Identity Center",
                    "(?i)(?<![A-Za-z0-9-])" + UUID + "[:.]?[A-Za-z0-9+/_:=-]{100,}"),
            new Kind(
                    "an AWS secret access key",
                    // Not the last line of a certificate, nor a part of an ARN or of an address.
                    "(?<![A-Za-z0-9/+_.:-])(?<![A-Za-z0-9/+]{40}\\s{1,9})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_:-]|\\.[A-Za-z0-9])",
                    text -> entropy(text) >= RANDOM && !text.endsWith("EXAMPLEKEY")));

    private record Kind(String name, Pattern pattern, Predicate<String> live) {
        Kind(String name, String pattern) {
            this(name, pattern, text -> true);
        }

        Kind(String name, String pattern, Predicate<String> live) {
            this(name, Pattern.compile(pattern), live);
        }

        boolean isIn(String text) {
            Matcher found = pattern.matcher(text);
            while (found.find()) {
                if (live.test(found.group())) {
                    return true;
                }
            }
            return false;
        }
    }

    private LiveSecrets() {}

    /** What a text contains, such as "an AWS access key id"; empty for a text without a known kind of credential. */
    public static Optional<String> in(String text) {
        return KINDS.stream().filter(kind -> kind.isIn(text)).map(Kind::name).findFirst();
    }

    private static double entropy(String text) {
        double length = text.length();
        return text.chars()
                .distinct()
                .mapToDouble(c -> text.chars().filter(other -> other == c).count() / length)
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }

    static List<Fault> faults(String pointer, String text) {
        return in(text).map(kind -> fault(pointer, kind)).stream().toList();
    }

    /** A document can hold certificates, signatures and ids of all kinds, but no private key. */
    static Optional<Fault> inDocument(String pointer, String text) {
        return PRIVATE_KEY.isIn(text) ? Optional.of(fault(pointer, PRIVATE_KEY.name())) : Optional.empty();
    }

    private static Fault fault(String pointer, String kind) {
        return new Fault(
                pointer,
                "SECRET",
                "contains " + kind
                        + ". Secrets are not accepted here, because this field is kept in the clear. Nothing of"
                        + " this request was kept. Remove the secret and send the request again.");
    }

    /** The fields of a body that contain a credential, but for those of the body's own {@code secrets}, which are sealed. */
    public static List<Fault> faults(JsonNode body, Set<String> secrets) {
        List<Fault> faults = new ArrayList<>();
        body.properties().stream()
                .filter(field -> !secrets.contains(field.getKey()))
                .forEach(field -> collect("/" + escaped(field.getKey()), field.getValue(), faults));
        return faults;
    }

    private static void collect(String pointer, JsonNode node, List<Fault> faults) {
        if (node.isTextual()) {
            faults.addAll(faults(pointer, node.asText()));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(pointer + "/" + i, node.get(i), faults);
        }
        node.properties().forEach(field -> collect(pointer + "/" + escaped(field.getKey()), field.getValue(), faults));
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
