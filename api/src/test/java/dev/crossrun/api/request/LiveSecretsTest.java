package dev.crossrun.api.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The credentials are made up in the formats of real ones, and put together here so that no scanner takes them for real. */
class LiveSecretsTest {
    private static final String UUID = "8500cad3-193d-48a6-8d00-c129b114dc10";
    private static final String SECRET_KEY = "q7Tz0PvX4mK/w9LrB2hN" + "c+YsE3dUa6JgRf1iOo8V";
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIC8DCCAdigAwIBAgIQdzA0SWcLi4hDJyPfVn8+JzANBgkqhkiG9w0BAQsFADA0
            MTIwMAYDVQQDEylNaWNyb3NvZnQgQXp1cmUgRmVkZXJhdGVkIFNTTyBDZXJ0aWZp
            Y2F0ZTAeFw0yNjExMjkxMjAwMDBaFw0yOTEx
            -----END CERTIFICATE-----""";

    static Stream<Arguments> credentials() {
        return Stream.of(
                Arguments.of("an AWS access key id", "AKIA" + "Q3EGRIT2XMPL7B4Z"),
                Arguments.of("an AWS access key id", "AWS_ACCESS_KEY_ID=ASIA" + "Q3EGRIT2XMPL7B4Z,"),
                Arguments.of("an AWS secret access key", SECRET_KEY),
                Arguments.of("an AWS secret access key", "The key is " + SECRET_KEY + "."),
                Arguments.of("an AWS secret access key", "\"aws_secret_access_key\": \"" + SECRET_KEY + "\""),
                Arguments.of("an AWS secret access key", "secret=" + SECRET_KEY),
                Arguments.of(
                        "a JSON Web Token, such as an access token of Microsoft Graph",
                        "Bearer eyJ0eXAiOiJKV1QiLCJub25jZSI6" + ".eyJhdWQiOiJodHRwczovL2dyYXBo" + ".c2lnbmF0dXJl"),
                Arguments.of(
                        "an encrypted JSON Web Token",
                        "eyJlbmMiOiJBMjU2R0NNIiwiYWxnIjoi" + "." + "a".repeat(40) + ".aXY.Y2lwaGVy.dGFn"),
                Arguments.of("a client secret of Microsoft Entra", "bP88Q~" + "rcBcYjzzOhg1Hnn76Wm3jGgakZiZ.8vMgR"),
                Arguments.of(
                        "a client secret of Microsoft Entra", "it is (.IQ8Q~" + "79R7TOWOspFnWcEG-dYt4KXqFqxK16cxr)."),
                Arguments.of("a SCIM access token of IAM Identity Center", UUID + random(150)),
                Arguments.of("a SCIM access token of IAM Identity Center", UUID + ":" + UUID + ":" + random(100)),
                Arguments.of("a private key", "-----BEGIN " + "PRIVATE KEY-----\nMIIE"),
                Arguments.of("a private key", "-----BEGIN " + "RSA PRIVATE KEY-----"),
                Arguments.of("a private key", "-----BEGIN " + "OPENSSH PRIVATE KEY-----"),
                Arguments.of("a private key", "-----BEGIN " + "PGP PRIVATE KEY BLOCK-----"));
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void findsCredentialsOfEachKind(String kind, String text) {
        assertThat(LiveSecrets.in(text)).contains(kind);
        assertThat(LiveSecrets.in("see " + text)).contains(kind);
    }

    static Stream<String> harmless() {
        return Stream.of(
                "incident 4711: calls are dropped",
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
                "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "arn:aws:iam::222222222222:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_ConnectAdministrator_0123456789abcdef",
                "arn:aws:connect:eu-central-1:222222222222:instance/5f0d3c4e-8d7b-4b0e-9c54-2f7c1a9e6b10",
                "arn:aws:secretsmanager:eu-west-1:111111111111:secret:Abc1Def2Ghi3Jkl4Mno5Pqr6Stu7Vwx8Yza9Bcd0",
                "AROAQ3EGRIT2XMPL7B4ZU:ada@example.com",
                "AIDAQ3EGRIT2XMPL7B4ZU",
                "the example key AKIAIOSFODNN7EXAMPLE of the manual",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                UUID,
                "request id " + UUID + ", trace " + UUID,
                "x-amz-id-2: eftixk72aD6Ap51TnqcoF8eFidJG9Z/2mkiDFu8yU9AS1ed4OpIszj7UDNEHGran",
                "AADSTS50105 Trace ID: 1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f9 Correlation ID: " + UUID,
                CERTIFICATE,
                "thumbprint 5B:2F:9C:3A:11:D4:8E:77:60:F2:AA:4C:09:1E:BB:53:D7:84:96:3F",
                "https://scim.eu-west-1.amazonaws.com/" + UUID + "/scim/v2/",
                "ConnectAdministratorRoleOfTheContactTeam",
                "https://portal.sso.eu-west-1.amazonaws.com/saml/metadata/MTExMTExMTExMTExX2lucy0wMTIzNDU2Nzg5YWJjZGVm");
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void leavesHashesNamesIdsAndCertificatesAlone(String text) {
        assertThat(LiveSecrets.in(text)).isEmpty();
    }

    private static String random(int bytes) {
        byte[] token = new byte[bytes];
        new SecureRandom().nextBytes(token);
        return Base64.getUrlEncoder().encodeToString(token);
    }
}
