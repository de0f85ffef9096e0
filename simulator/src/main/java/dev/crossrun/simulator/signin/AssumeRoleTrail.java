package dev.crossrun.simulator.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.saml.Assertion;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.Trail;
import dev.crossrun.simulator.world.TrailEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** CloudTrail's record of AssumeRoleWithSAML, in the role's account and the region of the sign-in endpoint. */
final class AssumeRoleTrail {

    private static final DateTimeFormatter EXPIRATION = DateTimeFormatter.ofPattern(
                    "MMM d, yyyy, h:mm:ss a", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Trail trail;
    private final SignInLocation location;
    private final SignInRequest request;

    AssumeRoleTrail(Trail trail, SignInLocation location, SignInRequest request) {
        this.trail = trail;
        this.location = location;
        this.request = request;
    }

    void refused(String code, String message) {
        record(entry().withError(code, message));
    }

    void succeeded(IamRole role, AccessKey key) {
        Assertion assertion = request.response().assertion();
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putObject("credentials")
                .put("accessKeyId", key.id())
                .put("sessionToken", key.sessionToken().orElse(""))
                .put("expiration", EXPIRATION.format(key.expiration().orElse(Instant.EPOCH)));
        response.putObject("assumedRoleUser")
                .put("assumedRoleId", role.id() + ":" + request.sessionName())
                .put("arn", key.caller().arn());
        response.put("subject", assertion.subject().value())
                .put("subjectType", assertion.subject().format())
                .put("issuer", assertion.issuer())
                .put("audience", assertion.destination())
                .put("nameQualifier", nameQualifier());
        record(entry().withResponse(response));
    }

    private void record(TrailEntry entry) {
        trail.record(request.role().accountId(), location.region(), entry);
    }

    private TrailEntry entry() {
        Assertion assertion = request.response().assertion();
        String subject = assertion.subject().value();
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("type", "SAMLUser")
                .put("principalId", nameQualifier() + ":" + subject)
                .put("userName", subject)
                .put("identityProvider", nameQualifier());
        ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        parameters
                .put("sAMLAssertionID", assertion.id())
                .put("roleSessionName", request.sessionName())
                .put("roleArn", request.role().roleArn())
                .put("principalArn", request.role().providerArn())
                .put("durationSeconds", request.duration().toSeconds());
        return TrailEntry.of("sts.amazonaws.com", "AssumeRoleWithSAML", subject, identity)
                .withRequest(parameters)
                .withResource("AWS::IAM::Role", request.role().roleArn())
                .withResource("AWS::IAM::SAMLProvider", request.role().providerArn());
    }

    /** A hash of issuer, account and provider (STS reference, AssumeRoleWithSAML), of which STS says SHA-1. */
    private String nameQualifier() {
        String provider = request.role().providerArn();
        String text = request.response().assertion().issuer()
                + request.role().accountId()
                + provider.substring(provider.indexOf('/'));
        return Base64.getEncoder().encodeToString(sha1(text));
    }

    private static byte[] sha1(String text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-1", e);
        }
    }
}
