package dev.crossrun.runbook.connect.policy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.domain.Region;
import java.util.List;

/** The policy documents of a federation, as JSON: the same input always gives the same text. */
public final class AccessDocuments {
    /** Without it, IAM reads a policy variable such as {@code ${aws:userid}} as plain text. */
    static final String VERSION = "2012-10-17";

    public static final String ENTER = "connect:GetFederationToken";
    static final String ASSUME = "sts:AssumeRoleWithSAML";

    /** The endpoint of AWS sign-in that belongs to no Region. */
    static final String GLOBAL_AUDIENCE = "https://signin.aws.amazon.com/saml";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AccessDocuments() {}

    /** Lets each session sign in to Connect as its own user. {@code ownUser}: that user's ARN, with a policy variable. */
    public static String access(String ownUser) {
        ObjectNode document = document();
        statement(document).put("Action", ENTER).put("Resource", ownUser);
        return document.toString();
    }

    /** Trusts the sessions of this provider, signed in at the Region's endpoint or the global one. */
    public static String trust(String providerArn, Region region) {
        ObjectNode document = document();
        ObjectNode statement = statement(document);
        statement.putObject("Principal").put("Federated", providerArn);
        statement.put("Action", ASSUME);
        ArrayNode audiences =
                statement.putObject("Condition").putObject("StringEquals").putArray("SAML:aud");
        audiences(region).forEach(audiences::add);
        return document.toString();
    }

    /** The audiences ({@code SAML:aud}) of the trust policy: the global endpoint, and the one that assertions are sent to. */
    public static List<String> audiences(Region region) {
        return List.of(GLOBAL_AUDIENCE, region.samlEndpoint());
    }

    private static ObjectNode document() {
        return JSON.createObjectNode().put("Version", VERSION);
    }

    private static ObjectNode statement(ObjectNode document) {
        return document.putArray("Statement").addObject().put("Effect", "Allow");
    }
}
