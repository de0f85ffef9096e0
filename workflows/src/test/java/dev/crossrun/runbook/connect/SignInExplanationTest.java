package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInExplanationTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Response signature invalid (service: AWSSecurityTokenService; status code: 400; error code: InvalidIdentityToken) | SIGNATURE
        Issuer not present in specified provider | ISSUER
        Your request included an invalid SAML response. To log out, click here. | ROLE_MAPPING
        Specified provider doesn't exist | PROVIDER_MAPPING
        Specified provider doesn’t exist (service: AWSOpenIdDiscoveryService) | PROVIDER_MAPPING
        Not authorized to perform sts:AssumeRoleWithSAML (status code: 403) | TRUST
        RoleSessionName is required in AuthnResponse | SESSION_NAME_MISSING
        RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64} | SESSION_NAME
        Response does not contain the required audience | AUDIENCE
        Requested DurationSeconds exceeds MaxSessionDuration set for this role | DURATION
        Access Denied. Your account has been authenticated, but has not been onboarded to this application. | NOT_ONBOARDED
        Access denied, Please contact your AWS account administrator for assistance. | FEDERATION_DENIED
        Session Expired | OWN_URL
        Bad Request | OTHER_ROLE
        I landed in the AWS Management Console | CONSOLE
        AADSTS50105: Your administrator has configured the application to block users | NOT_ASSIGNED_IN_ENTRA
        AADSTS50011: The redirect URI 'https://…' specified in the request does not match | REPLY_URL
        AADSTS700016: Application with identifier 'https://…' was not found in the directory | IDENTIFIER
        AADSTS50034: The user account eve@example.com does not exist in the directory | NO_ENTRA_ACCOUNT
        We couldn’t verify your sign-in credentials | NOT_PROVISIONED
        """)
    void tellsTheCauseOfEachKnownPage(String page, SignInExplanation cause) {
        assertThat(SignInExplanation.of(page)).contains(cause);
    }

    @ParameterizedTest
    @CsvSource({"503 Service Unavailable", "''"})
    void doesNotGuess(String page) {
        assertThat(SignInExplanation.of(page)).isEmpty();
    }
}
