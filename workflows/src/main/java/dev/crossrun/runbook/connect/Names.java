package dev.crossrun.runbook.connect;

import dev.crossrun.domain.AccountId;
import dev.crossrun.domain.InstanceId;
import dev.crossrun.domain.Region;
import dev.crossrun.run.plan.Change;
import io.temporal.workflow.Workflow;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ARNs and URLs of a federation, known from its request, but for the id of an instance to be made. */
final class Names {
    private static final int SOME = 20;

    static final String AUDIENCE = "urn:amazon:webservices";

    private final ConnectFederationRequest.Connect connect;
    private final Optional<InstanceId> instance;

    /** The names that are known from the request alone. */
    Names(ConnectFederationRequest request) {
        this(request, Optional.empty());
    }

    /** With the instance that the run made, where it is to make one. */
    Names(ConnectFederationRequest request, Optional<ConnectInstanceStep.Made> made) {
        this.connect = request.connect();
        this.instance = made.map(ConnectInstanceStep.Made::id).or(connect::instanceId);
    }

    String instanceId() {
        return instance.map(InstanceId::value).orElse(Change.knownAfter(ConnectInstanceStep.ID));
    }

    /** The instance; not before it is there. */
    InstanceId instance() {
        return instance.orElseThrow();
    }

    String instanceArn() {
        return "arn:aws:connect:" + region() + ":" + account() + ":instance/" + instanceId();
    }

    /** The user that a session may become: {@code ${aws:userid}} is {@code AROA…:name}, so nobody gets a token for others. */
    String ownUser() {
        return instanceArn() + "/user/${aws:userid}";
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

    /** Where a federated session goes (Amazon Connect Administrator Guide, "Configure SAML with IAM for Connect"). */
    String relayState() {
        return "https://" + region() + ".console.aws.amazon.com/connect/federate/" + instanceId();
    }

    /** Names as a part of a sentence: up to 20 of them, and how many more there are. */
    static String some(Collection<String> names) {
        String first = names.stream().limit(SOME).collect(Collectors.joining(", "));
        return names.size() > SOME ? first + " … and " + (names.size() - SOME) + " more" : first;
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

    /**
     * What distinguishes a run's resources from others.
     *
     * @param value the workflow's id: the tag of a resource, so that a later run of the same name finds it
     * @param unique that and the id of this very execution: for tokens that no other execution may use
     */
    record RunMark(String value, String unique) {
        /** Of the workflow that is running. */
        static RunMark ours() {
            String id = Workflow.getInfo().getWorkflowId();
            return new RunMark(id, id + "/" + Workflow.getInfo().getFirstExecutionRunId());
        }
    }
}
