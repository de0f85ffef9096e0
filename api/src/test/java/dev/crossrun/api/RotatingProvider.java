package dev.crossrun.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** An OpenID provider that replaces its only key. */
final class RotatingProvider implements AutoCloseable {
    private static final int BITS = 2048;

    private final String audience;
    private final HttpServer server;
    private volatile RSAKey key;

    RotatingProvider(String audience) throws IOException, JOSEException {
        this.audience = audience;
        this.key = newKey();
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> reply(exchange, """
                        {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/authorize",
                         "token_endpoint": "%1$s/token", "response_types_supported": ["code"],
                         "subject_types_supported": ["pairwise"], "id_token_signing_alg_values_supported": ["RS256"]}""".formatted(issuer())));
        server.createContext("/keys", exchange -> reply(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.start();
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void rotate() throws JOSEException {
        key = newKey();
    }

    String token() throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer().toString())
                        .audience(audience)
                        .subject("pairwise")
                        .claim("scope", "run")
                        .claim("roles", List.of("Crossrun.Requester"))
                        .issueTime(Date.from(Instant.now()))
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static RSAKey newKey() throws JOSEException {
        return new RSAKeyGenerator(BITS).keyID(UUID.randomUUID().toString()).generate();
    }

    private static void reply(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
