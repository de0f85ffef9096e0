package dev.crossrun.runbook.connect.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.domain.Region;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyByHandTest {
    private static final Region REGION = new Region("eu-central-1");
    private static final String INSTANCE = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private static final String OWN =
            "arn:aws:connect:eu-central-1:222222222222:instance/" + INSTANCE + "/user/${aws:userid}";
    private static final String PROVIDER = "arn:aws:iam::222222222222:saml-provider/AmazonConnect";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{VERSION, 'Statement': {'Effect': 'Allow', 'Action': 'connect:GetFederationToken', 'Resource': 'OWN'}}",
                "{VERSION, 'Statement': [{'Effect': 'Allow', 'Action': ['connect:GetFederationToken'], 'Resource': ['OWN']}]}",
                "{VERSION, 'Statement': {'Effect': 'Allow', 'Action': 'connect:getfederationtoken', 'Resource': 'OWN'}}",
            })
    void takesAPolicyThatLetsEachSessionEnterAsItsOwnUser(String document) {
        assertThat(PolicyByHand.faultOfPolicy(OWN, json(document))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{VERSION, 'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': 'OWN'}}",
                "{VERSION, 'Statement': {'Effect': 'Deny', 'Action': 'connect:GetFederationToken', 'Resource': 'OWN'}}",
                "{VERSION, 'Statement': {'Effect': 'Allow', 'Action': 'connect:GetFederationToken', 'Resource': ['OWN', '*']}}",
                "{VERSION, 'Statement': [{'Effect': 'Allow', 'Action': 'connect:GetFederationToken', 'Resource': 'OWN'},"
                        + " {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Sid': '${aws:userid}'}]}",
                "{VERSION, 'Statement': {'Effect': 'Allow', 'NotAction': 'iam:*', 'Resource': 'OWN'}}",
                "{'Version': '2008-10-17', 'Statement': [{'Effect': 'Allow', 'Action': 'connect:GetFederationToken',"
                        + " 'Resource': 'OWN'}]}",
                "{'Statement': {'Effect': 'Allow', 'Action': 'connect:GetFederationToken', 'Resource': 'OWN'}}",
                "{VERSION, 'Statement': []}",
                "{}",
                "",
                "no JSON",
            })
    void refusesAPolicyThatGrantsAnythingElseOrNothing(String document) {
        assertThat(PolicyByHand.faultOfPolicy(OWN, json(document)))
                .contains(
                        "must allow connect:GetFederationToken on " + OWN + " and nothing else, in Version 2012-10-17");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COND",
                "'Condition': {'StringEquals': {'SAML:aud': ['https://signin.aws.amazon.com/saml',"
                        + " 'https://eu-central-1.signin.aws.amazon.com/saml']}}",
                "'Condition': {'StringEquals': {'saml:aud': 'https://eu-central-1.signin.aws.amazon.com/saml'}}",
            })
    void takesATrustPolicyForSessionsByTheProvider(String condition) {
        assertThat(fault("'Action': 'sts:AssumeRoleWithSAML', 'Principal': {'Federated': ['ARN']}, " + condition))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Action': 'sts:AssumeRoleWithSAML', 'Principal': {'Federated': 'ARN2'}, COND",
                "'Action': 'sts:AssumeRoleWithSAML', 'Principal': {'Federated': ['ARN', 'ARN2']}, COND",
                "'Action': 'sts:AssumeRoleWithSAML', 'Principal': {'Federated': 'ARN', 'AWS': '333333333333'}, COND",
                "'Action': 'sts:*', 'Principal': {'Federated': 'ARN'}, COND",
                "'Action': 'sts:TagSession', 'Principal': {'Federated': 'ARN'}, COND",
                "'Action': [], 'Principal': {'Federated': 'ARN'}, COND",
                "'NotAction': 'sts:TagSession', 'Principal': {'Federated': 'ARN'}, COND",
                "'Action': 'sts:AssumeRoleWithSAML', 'Principal': '*', COND",
                "'Action': 'sts:AssumeRoleWithSAML', 'Principal': {'Federated': 'ARN'}",
                "'Action': 'sts:AssumeRoleWithSAML', 'Principal': {'Federated': 'ARN'},"
                        + " 'Condition': {'StringEquals': {'SAML:aud': 'https://elsewhere.example/saml'}}",
                "'Action': 'sts:AssumeRoleWithSAML', 'Principal': {'Federated': 'ARN'},"
                        + " 'Condition': {'StringEquals': ['https://eu-central-1.signin.aws.amazon.com/saml']}",
                // The application's assertions go to the Region's endpoint.
                "'Action': 'sts:AssumeRoleWithSAML', 'Principal': {'Federated': 'ARN'},"
                        + " 'Condition': {'StringEquals': {'SAML:aud': 'https://signin.aws.amazon.com/saml'}}",
            })
    void refusesATrustPolicyForAnybodyElseOrForNobody(String statement) {
        assertThat(fault(statement).orElseThrow()).contains("must trust " + PROVIDER, "and nobody else");
    }

    @Test
    void takesWhatTheStepItselfWouldWrite() {
        String ownUser = "arn:aws:connect:" + REGION + ":222222222222:instance/" + INSTANCE + "/user/${aws:userid}";

        assertThat(ownUser).isEqualTo(OWN);
        assertThat(PolicyByHand.faultOfPolicy(OWN, AccessDocuments.access(ownUser)))
                .isEmpty();
        assertThat(PolicyByHand.faultOfTrust(PROVIDER, REGION, AccessDocuments.trust(PROVIDER, REGION)))
                .isEmpty();
    }

    private static Optional<String> fault(String statement) {
        return PolicyByHand.faultOfTrust(
                PROVIDER, REGION, json("{'Statement': [{'Effect': 'Allow', " + statement + "}]}"));
    }

    private static String json(String text) {
        return text.replace(
                        "COND",
                        "'Condition': {'StringEquals': {'SAML:aud': 'https://eu-central-1.signin.aws.amazon.com/saml'}}")
                .replace("VERSION", "'Version': '2012-10-17'")
                .replace('\'', '"')
                .replace("OWN", OWN)
                .replace("ARN", PROVIDER);
    }
}
