package dev.crossrun.federation;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.Region;

/** The ARNs and URLs of a federation, all known from its request. */
final class Names {
    static final String AUDIENCE = "urn:amazon:webservices";
    static final String GLOBAL_ACS = "https://signin.aws.amazon.com/saml";

    private final ConnectFederationRequest.Connect connect;

    Names(ConnectFederationRequest request) {
        this.connect = request.connect();
    }

    String instanceId() {
        return connect.instanceId().orElseThrow().value();
    }

    String instanceArn() {
        return "arn:aws:connect:" + region() + ":" + account() + ":instance/" + instanceId();
    }

    String providerArn() {
        return "arn:aws:iam::" + account() + ":saml-provider/" + connect.provider();
    }

    String policyArn() {
        return "arn:aws:iam::" + account() + ":policy/" + connect.policy();
    }

    String roleArn() {
        return "arn:aws:iam::" + account() + ":role/" + connect.role();
    }

    /** The sign-in endpoint of the Connect Region. */
    String acs() {
        return "https://" + region() + ".signin.aws.amazon.com/saml";
    }

    /** Where a federated session goes (Amazon Connect Administrator Guide, "Configure SAML with IAM for Connect"). */
    String relayState() {
        return "https://" + region() + ".console.aws.amazon.com/connect/federate/" + instanceId();
    }

    static String portal(String identityStoreId) {
        return "https://" + identityStoreId + ".awsapps.com/start";
    }

    private AccountId account() {
        return connect.accountId();
    }

    private Region region() {
        return connect.region();
    }
}
