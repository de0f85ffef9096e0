package dev.crossrun.simulator.entra;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.entra.ServicePrincipal.TokenSigningKey;
import dev.crossrun.simulator.saml.SigningKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The token signing certificates of service principals. */
final class GraphCertificates {
    private static final int YEARS = 3;

    private GraphCertificates() {}

    static List<GraphRoute> routes() {
        return List.of(new GraphRoute(
                "graph:addTokenSigningCertificate",
                "POST",
                "/servicePrincipals/{id}/addTokenSigningCertificate",
                200,
                GraphCertificates::add));
    }

    /** The subject is the display name, which must begin with {@code CN=}; valid for three years unless it says less. */
    private static Optional<ObjectNode> add(GraphCall call) {
        ServicePrincipal before = GraphServicePrincipals.latest(call);
        call.only("displayName", "endDateTime");
        String name = call.required("displayName");
        if (!name.startsWith("CN=")) {
            throw GraphError.badRequest("Invalid value specified for property 'displayName': it must start with CN=.");
        }
        SigningKey key = call.tenant().keys().create(name, end(call));
        TokenSigningKey added = new TokenSigningKey(
                call.tenant().ids().uuid(), call.tenant().ids().uuid(), key);
        call.tenant().servicePrincipals().put(before.id(), before.withKey(added));
        ObjectNode answer = credential(added, added.verifyKeyId(), "Verify", true);
        return Optional.of(GraphQuery.result(
                "microsoft.graph.selfSignedCertificate", answer.put("thumbprint", added.thumbprint())));
    }

    private static Instant end(GraphCall call) {
        Instant now = call.tenant().now();
        Instant latest = now.atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant();
        if (!call.body().hasNonNull("endDateTime")) {
            return latest;
        }
        try {
            Instant end = OffsetDateTime.parse(call.body().path("endDateTime").asText())
                    .toInstant();
            if (end.isAfter(now) && !end.isAfter(latest)) {
                return end;
            }
        } catch (DateTimeException e) {
            throw invalidEnd();
        }
        throw invalidEnd();
    }

    private static GraphError invalidEnd() {
        return GraphError.badRequest("Invalid value specified for property 'endDateTime'.");
    }

    /** Two of each certificate; with the certificate itself, if wanted, but never with the private key. */
    static ArrayNode credentials(ServicePrincipal principal, boolean withCertificates) {
        ArrayNode credentials = GraphApplications.object().arrayNode();
        principal.keys().forEach(key -> {
            credentials.add(credential(key, key.signKeyId(), "Sign", false));
            credentials.add(credential(key, key.verifyKeyId(), "Verify", withCertificates));
        });
        return credentials;
    }

    private static ObjectNode credential(TokenSigningKey key, String keyId, String usage, boolean withCertificate) {
        ObjectNode node = ofKey(key, keyId)
                .put("type", usage.equals("Sign") ? "X509CertAndPassword" : "AsymmetricX509Cert")
                .put("usage", usage);
        return withCertificate ? node.put("key", encoded(key.key().certificate())) : node.putNull("key");
    }

    /** What opens the private keys; no secret is shown. */
    static ArrayNode passwords(ServicePrincipal principal) {
        ArrayNode passwords = GraphApplications.object().arrayNode();
        principal.keys().forEach(key -> passwords.add(password(key)));
        return passwords;
    }

    private static ObjectNode password(TokenSigningKey key) {
        return ofKey(key, key.signKeyId()).putNull("hint").putNull("secretText");
    }

    private static ObjectNode ofKey(TokenSigningKey key, String keyId) {
        X509Certificate certificate = key.key().certificate();
        byte[] thumbprint = HexFormat.of().parseHex(key.thumbprint());
        return GraphApplications.object()
                .put("customKeyIdentifier", Base64.getEncoder().encodeToString(thumbprint))
                .put("displayName", certificate.getSubjectX500Principal().getName())
                .put("startDateTime", certificate.getNotBefore().toInstant().toString())
                .put("endDateTime", certificate.getNotAfter().toInstant().toString())
                .put("keyId", keyId);
    }

    private static String encoded(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate without an encoding", e);
        }
    }
}
