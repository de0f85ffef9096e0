package dev.crossrun.run.effect;

/**
 * A call that a provider answered with success, and that can have changed something there.
 *
 * @param operation for AWS, as in IAM's actions, such as {@code iam:CreateRole}; for Microsoft Graph, the method and the path,
 *     such as {@code POST /v1.0/servicePrincipals}
 * @param requestId the id that the provider gave the call: CloudTrail has it in its event, and Microsoft in the response header
 *     {@code request-id}
 */
public record ProviderCall(String operation, String requestId) {}
