package dev.crossrun.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailEventsTest {
    private static final String ROLE = "AWSReservedSSO_ConnectAdministrator_0123456789abcdef";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sessionContext': {'sessionIssuer': {'type': 'Role', 'userName': '" + ROLE + "'}}}",
                "{'arn': 'arn:aws:sts::222222222222:assumed-role/" + ROLE + "/ada@example.com'}",
                "{'arn': 'arn:aws-us-gov:sts::222222222222:assumed-role/" + ROLE + "/ada@example.com',"
                        + " 'sessionContext': {}}",
            })
    void namesTheRoleOfASessionHoweverTheServiceRecordsIt(String identity) throws JsonProcessingException {
        assertThat(TrailEvents.roleName(JsonMapper.builder().build().readTree(event(identity))))
                .contains(ROLE);
    }

    @Test
    void namesNoRoleOfAUser() throws JsonProcessingException {
        String user = "{'type': 'IAMUser', 'arn': 'arn:aws:iam::222222222222:user/" + ROLE + "', 'userName': 'ada'}";

        assertThat(TrailEvents.roleName(JsonMapper.builder().build().readTree(event(user))))
                .isEmpty();
    }

    private static String event(String identity) {
        return "{'userIdentity': %s}".formatted(identity).replace('\'', '"');
    }
}
