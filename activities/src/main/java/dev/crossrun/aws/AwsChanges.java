package dev.crossrun.aws;

import dev.crossrun.activity.Changes;
import dev.crossrun.run.effect.ProviderCall;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Notes each call of AWS that can have changed something. A synchronous client calls this in the thread of the activity.
 *
 * @param service as in IAM's actions, such as {@code iam}
 */
record AwsChanges(String service) implements ExecutionInterceptor {
    private static final Pattern READS = Pattern.compile("(Get|List|Describe|Search|Lookup|Simulate|Assume)[A-Z].*");

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        if (!READS.matcher(operation).matches() && context.response() instanceof AwsResponse response) {
            Changes.note(new ProviderCall(
                    service + ":" + operation, response.responseMetadata().requestId()));
        }
    }
}
