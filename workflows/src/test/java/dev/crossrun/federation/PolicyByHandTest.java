package dev.crossrun.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossrun.domain.Region;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyByHandTest {
    private static final String INSTANCE = "arn:aws:connect:eu-central-1:222222222222:instance/ours";
    private static final String OWN = INSTANCE + "/user/${aws:userid}";
    private static final String PROVIDER = "arn:aws:iam::222222222222:saml-provider/AmazonConnect";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Statement': {'Effect': 'Allow', 'Action': 'connect:GetFederationToken', 'Resource': 'OWN'}}",
                "{'Statement': [{'Effect': 'Allow', 'Action': ['connect:GetFederationToken'], 'Resource': ['OWN']}]}",
            })
    void takesAPolicyThatLetsEachSessionEnterAsItsOwnUser(String document) {
        assertThat(PolicyByHand.faultOfAccess(json(document), INSTANCE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Statement': {'Effect': 'Allow', 'Action': '*', 'Resource': 'OWN'}}",
                "{'Statement': {'Effect': 'Deny', 'Action': 'connect:GetFederationToken', 'Resource': 'OWN'}}",
                "{'Statement': {'Effect': 'Allow', 'Action': 'connect:GetFederationToken', 'Resource': ['OWN', '*']}}",
                "{'Statement': [{'Effect': 'Allow', 'Action': 'connect:GetFederationToken', 'Resource': 'OWN'},"
                        + " {'Effect': 'Allow', 'Action': 's3:*', 'Resource': '*', 'Sid': '${aws:userid}'}]}",
                "{'Statement': {'Effect': 'Allow', 'NotAction': 'iam:*', 'Resource': 'OWN'}}",
                "{'Statement': []}",
                "{}",
                "",
                "no JSON",
            })
    void refusesAPolicyThatGrantsAnythingElseOrNothing(String document) {
        assertThat(PolicyByHand.faultOfAccess(json(document), INSTANCE))
                .contains("must allow connect:GetFederationToken on " + OWN + " and nothing else");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Condition': {'StringEquals': {'SAML:aud': 'https://signin.aws.amazon.com/saml'}}",
                "'Condition': {'StringEquals': {'SAML:aud': ['https://signin.aws.amazon.com/saml',"
                        + " 'https://eu-central-1.signin.aws.amazon.com/saml']}}",
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
            })
    void refusesATrustPolicyForAnybodyElse(String statement) {
        assertThat(fault(statement).orElseThrow()).contains("must trust " + PROVIDER, "and nobody else");
    }

    private static Optional<String> fault(String statement) {
        return PolicyByHand.faultOfTrust(
                json("{'Statement': [{'Effect': 'Allow', " + statement + "}]}"), PROVIDER, new Region("eu-central-1"));
    }

    private static String json(String text) {
        return text.replace("COND", "'Condition': {'StringEquals': {'SAML:aud': 'https://signin.aws.amazon.com/saml'}}")
                .replace('\'', '"')
                .replace("OWN", OWN)
                .replace("ARN", PROVIDER);
    }
}
