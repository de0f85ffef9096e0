package dev.crossrun.runbook.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.run.task.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInExplanationTest {
    private static final String RELAY_STATE = "https://eu-central-1.console.aws.amazon.com/connect/federate/i-1";

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
    @CsvSource(delimiter = '|', textBlock = """
        Error: RoleSessionName is required in AuthnResponse (service: AWSSecurityTokenService; status code: 400; error code: InvalidIdentityToken) | SESSION_NAME_MISSING
        Error: RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64} (service: AWSSecurityTokenService; status code: 400; error code: InvalidIdentityToken) | SESSION_NAME
        Error: Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:" (service: AWSSecurityTokenService; status code: 400; error code: InvalidIdentityToken) | SOURCE_IDENTITY
        Error: Response signature invalid (service: AWSSecurityTokenService; status code: 400; error code: InvalidIdentityToken) | SIGNATURE
        Error: Failed to assume role: Issuer not present in specified provider (service: AWSOpenIdDiscoveryService; status code: 400; error code: AuthSamlInvalidSamlResponseException) | ISSUER
        InvalidIdentityToken Issuer not present in specified provider | ISSUER
        Specified provider doesn't exist. (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: InvalidIdentityToken) | PROVIDER_MAPPING
        Error: Not authorized to perform sts:AssumeRoleWithSAML (service: AWSSecurityTokenService; status code: 403; error code: AccessDenied) | TRUST
        Error: Requested DurationSeconds exceeds MaxSessionDuration set for this role. | DURATION
        ValidationError The requested DurationSeconds exceeds the MaxSessionDuration set for this role. | DURATION
        Error: Response does not contain the required audience. | AUDIENCE
        Token must be redeemed within 5 minutes of issuance (Service: AWSSecurityTokenService; Status Code: 400; Error Code: ExpiredTokenException) | EXPIRED_RESPONSE
        Error: Your request included an invalid SAML response. To logout, click here. | ROLE_MAPPING
        GetFederationToken InvalidRequestException Provided identity: Principal: AROAX User: ada@example.com cannot be used for federation with Amazon Connect | OTHER_ROLE
        GetFederationToken AccessDenied User: arn:aws:sts::1:assumed-role/r/ada is not authorized to perform: connect:GetFederationToken on resource: x | FEDERATION_DENIED
        GetFederationToken UserNotFoundException No user with the username ada was found in the instance | NOT_ONBOARDED
        400 Bad Request - Request Header Or Cookie Too Large nginx | COOKIES
        You do not have access to this application. | NOT_ASSIGNED
        It\u2019s not you, it\u2019s us | RESPONSE_NOT_USABLE
        """)
    void theSpecificWordsOfAWholeLineWinOverItsCode(String line, SignInExplanation cause) {
        assertThat(SignInExplanation.of(line)).contains(cause);
    }

    @ParameterizedTest
    @CsvSource({
        "503 Service Unavailable",
        "''",
        "InvalidIdentityToken",
        "400 Bad Request",
        "Bad Request - Invalid Hostname",
        "Your session expired a while ago",
        "AADSTS500119: something else"
    })
    void wordsThatOnlyResembleAKnownErrorAreNotExplained(String page) {
        assertThat(SignInExplanation.of(page)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance. | AADSTS53003 | Conditional Access
        AADSTS50057: The user account is disabled. Trace ID: 1 Correlation ID: 2 | AADSTS50057 | Enable the user
        AADSTS75011: Authentication method 'X509, MultiFactor' by which the user authenticated with the service doesn't match | AADSTS75011 | private window
        AADSTS16000: User account 'eve@fabrikam.com' from identity provider 'live.com' does not exist in tenant 'Contoso' and cannot access the application 'id'(AWS) in that tenant. | AADSTS16000 | invite the account
        AADSTS50003: No signing key is configured. | AADSTS50003 | Redo entra-signing-certificate
        AADSTS501241: Mandatory Input 'user.mail' missing from transformation ID 'x'. | AADSTS501241 | name ID
        AADSTS650056: Misconfigured application. This could be due to one of the following: the client has not listed any permissions. | AADSTS650056 | entity id
        AADSTS76026: The request is not valid because it has expired. | AADSTS76026 | clock
        AADSTS7000112: Application is disabled. | AADSTS7000112 | Enable it in Entra
        AADSTS999999: Never heard of. | AADSTS999999 | sign-in log
        """)
    void eachCodeOfEntraIsExplainedAndAnUnknownOneLeadsToTheSignInLog(String page, String code, String words) {
        Reason reason = SignInExplanation.explain(page, "/error", RELAY_STATE);
        assertThat(reason.code()).isEqualTo(code);
        assertThat(reason.detail()).contains(words);
    }

    @Test
    void theRelayStateThatAPersonTypedIsComparedBeforeThePolicyThatTheRunMade() {
        String detail = SignInExplanation.explain(
                        "Access denied, Please contact your AWS account administrator for assistance.", "", RELAY_STATE)
                .detail();
        assertThat(detail).startsWith("Compare the relay state of the application first: it must be " + RELAY_STATE);
        assertThat(detail.indexOf("relay state")).isLessThan(detail.indexOf("policy does not allow"));
    }

    @Test
    void aPageOfAHostWithoutAPartInTheSignInIsOfAnotherIdentitySource() {
        Reason reason = SignInExplanation.explain(
                "https://acme.okta.com/login/login.htm Connecting to AWS", "/error", RELAY_STATE);
        assertThat(reason.code()).isEqualTo("OTHER_IDENTITY_SOURCE");
        assertThat(reason.detail()).contains("acme.okta.com", "identity source");
        assertThat(SignInExplanation.explain("https://login.microsoftonline.com/x/saml2 Oops", "", RELAY_STATE)
                        .code())
                .isEqualTo("UNEXPLAINED");
    }

    @Test
    void whatIsNotKnownSaysWhatToCollect() {
        Reason reason = SignInExplanation.explain("Oops", "/error", RELAY_STATE);
        assertThat(reason.code()).isEqualTo("UNEXPLAINED");
        assertThat(reason.detail()).contains("the user, the time", "correlation id", "CloudTrail");
    }
}
