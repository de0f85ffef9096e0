package dev.crossrun.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a plan reads at a terminal. */
class PlanTextTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String RUN = """
            {"requestedBy": {"name": "kim@example.com"}, "startedAt": "2026-11-29T10:00:00Z",
             "input": {"name": "one", "reason": "incident 4711: calls are dropped in every queue of the night shift, and nobody knows why"},
             "steps": [{"id": "policy", "system": "CONNECT_ACCOUNT"}, {"id": "users", "system": "CONNECT_ACCOUNT"},
                       {"id": "sign-in", "system": "ENTRA"}]}""";

    private static final String PLAN = """
            {"hash": "sha256:0f",
             "findings": [
               {"id": "users.0a1b2c3d", "severity": "WARNING", "step": "users", "pointer": "/agents", "detail": "The security profile Admin has administrator rights: it permits Users.Edit.", "remedy": "Approve only if this person is to administer the contact center."},
               {"id": "policy.4e5f6a7b", "severity": "BLOCKING", "step": "policy", "pointer": "/policyName", "detail": "It is there.", "remedy": "Choose another name."}],
             "steps": [
               {"step": "policy", "action": "CREATE", "resource": "arn:aws:iam::222222222222:policy/P", "detail": "Lets sessions in", "reversibility": "REVERSIBLE",
                "changes": [{"resource": "IAM policy P", "before": null,
                  "after": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "connect:GetFederationToken", "Resource": "arn:aws:connect:eu-central-1:222222222222:instance/(known after connect-instance)/user/${aws:userid}"}]}}]},
               {"step": "sign-in", "action": "HUMAN", "resource": "IAM Identity Center", "detail": "A person changes it", "reversibility": "IRREVERSIBLE", "changes": []},
               {"step": "users", "action": "CREATE", "resource": "3 agents", "detail": "Become users", "reversibility": "REVERSIBLE",
                "changes": [
                  {"resource": "Connect user ada", "before": null, "after": {"firstName": "Ada", "securityProfiles": ["Agent", "Night"]}},
                  {"resource": "Connect user bob", "before": {"firstName": "Bob", "securityProfiles": ["Agent"]}, "after": {"firstName": "Bob", "securityProfiles": ["Admin"]}},
                  {"resource": "Connect user cyd", "before": {"firstName": "Cyd"}, "after": {"firstName": "Cyd"}},
                  {"resource": "Group Night", "before": null, "after": "assigned to the application"},
                  {"resource": "Group Day", "before": "assigned", "after": null}]}]}""";

    @Test
    void whoAsksAndWhyComesFirstThenWhatBlocksThenTheWarnings() {
        String text = text();
        assertThat(text).startsWith("""
                        plan sha256:0f
                        requested by kim@example.com at 2026-11-29T10:00:00Z
                        reason: incident 4711: calls are dropped in every queue of the night shift, and
                                nobody knows why

                        BLOCKING  policy.4e5f6a7b  /policyName
                          It is there.
                        """);
        assertThat(text.indexOf("WARNING"))
                .isGreaterThan(text.indexOf("BLOCKING"))
                .isLessThan(text.indexOf("CONNECT"));
    }

    @Test
    void whatSeveralFindingsHaveInCommonIsSaidOnce() {
        String finding = """
                {"severity": "WARNING", "id": "users", "pointer": "/agents/%d", "detail": "%s", "remedy": "Remove it."}""";
        StringWriter text = new StringWriter();
        new PlanText(
                        json("{\"findings\": ["
                                + String.join(
                                        ",",
                                        finding.formatted(0, "Same."),
                                        finding.formatted(1, "Same."),
                                        finding.formatted(2, "Other."))
                                + "]}"),
                        json("{}"))
                .print(new PrintWriter(text, true));
        assertThat(text.toString()).contains("""

                WARNING  users  /agents/0
                WARNING  users  /agents/1
                  Same.
                WARNING  users  /agents/2
                  Other.
                  What to do: Remove it.
                """);
    }

    @Test
    void stepsStandTogetherBySystem() {
        assertThat(text())
                .containsSubsequence("\nCONNECT ACCOUNT\n", "create policy: ", "create users: ", "\nENTRA\n", "human")
                .contains("human sign-in [IRREVERSIBLE]: IAM Identity Center");
    }

    @Test
    void everyChangeShowsItsMarkAndItsValues() {
        assertThat(text().lines())
                .containsSubsequence(
                        "    + IAM policy P",
                        "            \"Effect\" : \"Allow\",",
                        "    + Connect user ada",
                        "        firstName: Ada",
                        "        securityProfiles: Agent, Night",
                        "    ~ Connect user bob",
                        "        firstName: Bob",
                        "        securityProfiles: Agent → Admin",
                        "    = Connect user cyd (stays)",
                        "    + Group Night: assigned to the application",
                        "    - Group Day: assigned");
    }

    @Test
    void noLineIsLongerThanATerminalUnlessOneWordIs() {
        List<String> longLines =
                text().lines().filter(line -> line.length() > 80).toList();
        assertThat(longLines)
                .allSatisfy(line -> assertThat(line)
                        .as("a document, or one long word")
                        .containsPattern("\"(Resource|reason)\" : |^\\s*\\S+$"));
        assertThat(text()).contains("instance/(known after connect-instance)/user/${aws:userid}\"");
    }

    @Test
    void whatIsEscapedInMarkdownIsShownAsItWasWritten() {
        assertThat(Wrapped.markdown("Reason: \\[x\\](y) a\\_b \\`c\\` ``d`\\_`` `\\*`\n\n1\\. x\n\n```\n\\_\n```"))
                .containsExactly("Reason: [x](y) a_b `c` ``d`\\_`` `\\*`", "", "1. x", "", "```", "\\_", "```");
    }

    @Test
    void markdownIsWrappedParagraphByParagraphAndFencesAreNot() {
        String text =
                "One sentence that was\nwrapped elsewhere.\n\n- an item with many words, so many that it goes on in a"
                        + " second line\n\n```\nas it   is\n```";
        assertThat(Wrapped.markdown(text))
                .containsExactly(
                        "One sentence that was wrapped elsewhere.",
                        "",
                        "- an item with many words, so many that it goes on in a second line",
                        "",
                        "```",
                        "as it   is",
                        "```");
        assertThat(Wrapped.markdown("- " + "word ".repeat(20)))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80))
                .last()
                .asString()
                .startsWith("  word");
    }

    private static String text() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new PlanText(json(PLAN), json(RUN)).print(out);
        out.flush();
        return text.toString();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
