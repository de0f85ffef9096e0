package dev.crossrun.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of AWS's messages (IAM User Guide, "Troubleshoot access denied error messages"). */
class DenialTest {
    private static final String SESSION =
            "User: arn:aws:sts::222222222222:assumed-role/crossrun/connect-federation.contact-center-prod is not authorized"
                    + " to perform: iam:CreateRole";
    private static final String ROLE = " on resource: arn:aws:iam::222222222222:role/AmazonConnectFederation";
    private static final String STATEMENT = "{\"Effect\":\"Allow\",\"Action\":\"iam:CreateRole\","
            + "\"Resource\":\"arn:aws:iam::222222222222:role/AmazonConnectFederation\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                " because no identity-based policy allows the iam:CreateRole action",
                " because no identity-based policy allows the iam:CreateRole action (Service: Iam, Status Code: 403)",
            })
    void namesTheStatementToAddAndTheRoleThatNeedsIt(String because) {
        assertThat(remedy(SESSION + ROLE + because))
                .isEqualTo("Add to the policies of the role `crossrun` in account 222222222222 the statement `"
                        + STATEMENT + "`, then try again.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " on resource: role AmazonConnectFederation",
                " on resource: role AmazonConnectFederation because no identity-based policy allows the iam:CreateRole"
                        + " action",
                " on resource: role arn:aws:iam::222222222222:role/AmazonConnectFederation because no identity-based"
                        + " policy allows the iam:CreateRole action",
                " on resource: role AmazonConnectFederation. Go to https://docs.aws.amazon.com/x for more. Or ask.",
            })
    void readsAResourceWithItsTypeBeforeIt(String resource) {
        assertThat(remedy(SESSION + resource)).contains("`" + STATEMENT + "`");
    }

    @Test
    void readsAPolicyWithItsTypeBeforeIt() {
        assertThat(remedy("User: arn:aws-cn:sts::222222222222:assumed-role/x/y is not authorized to perform:"
                        + " iam:GetPolicy on resource: policy arn:aws-cn:iam::222222222222:policy/P because no"
                        + " identity-based policy allows the iam:GetPolicy action"))
                .contains("\"Resource\":\"arn:aws-cn:iam::222222222222:policy/P\"");
    }

    @Test
    void asksForEveryResourceOfATypeThatItCannotName() {
        assertThat(remedy(SESSION + " on resource: instance profile P")).contains("\"Resource\":\"*\"");
    }

    @Test
    void seesAnExplicitDenyBeforeAPageToGoTo() {
        assertThat(remedy(SESSION + ROLE + " with an explicit deny in a service control policy. Go to https://x.y/z"))
                .contains("an explicit deny in the service control policy forbids");
    }

    @Test
    void asksForEveryResourceWhereAwsNamesNone() {
        assertThat(remedy(
                        "User: arn:aws:iam::111111111111:user/ops/kim is not authorized to perform: sso:ListInstances"))
                .isEqualTo(
                        "Add to the policies of the user `ops/kim` in account 111111111111 the statement"
                                + " `{\"Effect\":\"Allow\",\"Action\":\"sso:ListInstances\",\"Resource\":\"*\"}`, then try again.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity-based policy",
                "service control policy",
                "permissions boundary",
                "session policy",
                "resource-based policy",
                "service control policy: arn:aws:organizations::333333333333:policy/o-abc/service_control_policy/p-xyz",
            })
    void saysThatAStatementDoesNotHelpAgainstAnExplicitDeny(String policy) {
        assertThat(remedy(SESSION + ROLE + " with an explicit deny in a" + (policy.startsWith("i") ? "n " : " ")
                        + policy))
                .startsWith("Adding a statement that allows it would not help: an explicit deny in the " + policy)
                .contains("the role `crossrun` in account 222222222222")
                .doesNotContain("Effect");
    }

    @Test
    void knowsAnExplicitDenyOfWhichAwsDoesNotSayMore() {
        assertThat(remedy(SESSION + ROLE + " with an explicit deny")).contains("an explicit deny in a policy forbids");
    }

    @ParameterizedTest
    @ValueSource(strings = {"service control policy", "permissions boundary", "session policy"})
    void saysWhichOtherPolicyMustAllowItToo(String policy) {
        assertThat(remedy(SESSION + ROLE + " because no " + policy + " allows the iam:CreateRole action"))
                .contains("alone would not help: allow `iam:CreateRole` on")
                .contains("in its " + policy + " as well");
    }

    @Test
    void remembersTheOtherSideOfAnAssumedRole() {
        assertThat(remedy("User: arn:aws:sts::999999999999:assumed-role/worker/i-0abc is not authorized to perform:"
                        + " sts:AssumeRole on resource: arn:aws:iam::222222222222:role/crossrun"))
                .contains("the role `worker` in account 999999999999", "\"Action\":\"sts:AssumeRole\"")
                .contains("trusts it, with the external id of worker.yml");
    }

    @Test
    void readsAMessageOfSeveralLines() {
        assertThat(Denial.in(SESSION + ROLE + "\n because no identity-based policy\n allows the iam:CreateRole action"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "You don't have permissions to access this resource.",
                "User: arn:aws:sts::1:assumed-role/a/b is not authorized to perform: DescribeThing on this instance",
                "User: kim is not authorized to perform: iam:GetRole",
                "",
            })
    void doesNotGuessAtOtherMessages(String message) {
        assertThat(Denial.in(message)).isEqualTo(Optional.empty());
    }

    private static String remedy(String message) {
        return Denial.in(message).orElseThrow().remedy();
    }
}
