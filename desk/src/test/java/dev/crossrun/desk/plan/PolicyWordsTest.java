package dev.crossrun.desk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyWordsTest {
    private static List<String> words(String policy) throws JsonProcessingException {
        return PolicyWords.of(new ObjectMapper().readTree(policy));
    }

    @Test
    void eachStatementIsASentence() throws JsonProcessingException {
        assertThat(words("""
                        {"Statement": [
                          {"Effect": "Allow", "Action": "connect:GetFederationToken", "Resource": ["arn:a", "arn:b"]},
                          {"Effect": "Deny", "Action": "*", "Resource": "*",
                           "Condition": {"DateLessThan": {"aws:TokenIssueTime": "2026-11-29T00:00:00Z"}}}]}
                        """))
                .containsExactly(
                        "Allows connect:GetFederationToken on arn:a, arn:b.",
                        "Denies every action on every resource, if aws:TokenIssueTime DateLessThan 2026-11-29T00:00:00Z.");
    }

    @Test
    void aTrustPolicySaysWhom() throws JsonProcessingException {
        assertThat(words("""
                        {"Statement": {"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::222222222222:saml-provider/X"},
                         "Action": "sts:AssumeRoleWithSAML",
                         "Condition": {"StringEquals": {"SAML:aud": ["https://a", "https://b"]}}}}
                        """))
                .containsExactly("Allows arn:aws:iam::222222222222:saml-provider/X sts:AssumeRoleWithSAML, if SAML:aud"
                        + " StringEquals https://a, https://b.");
    }

    @Test
    void everybodyAndExceptionsAreSaidAsSuch() throws JsonProcessingException {
        assertThat(words("{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": \"*\", \"NotAction\": [\"iam:*\"],"
                        + " \"NotResource\": \"arn:a\"}]}"))
                .containsExactly("Allows everybody every action except iam:* on everything except arn:a.");
    }
}
