package dev.crossrun.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * A role's credentials, of a session per run: so CloudTrail shows which run called. A synchronous client resolves them in
 * the thread of the call, which is the activity's.
 */
final class RoleCredentials implements AwsCredentialsProvider, ExecutionInterceptor {
    /** Sessions: a burst of more runs at once assumes the role again for each call. */
    private static final int KEPT = 1_000;

    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException");

    private final StsClient sts;
    private final AccountRole role;
    private final Supplier<String> run;
    private final Map<String, StsAssumeRoleCredentialsProvider> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StsAssumeRoleCredentialsProvider> eldest) {
            return size() > KEPT;
        }
    };

    RoleCredentials(StsClient sts, AccountRole role, Supplier<String> run) {
        this.sts = sts;
        this.role = role;
        this.run = run;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return session(sessionName(run.get())).resolveCredentials();
    }

    /** A session that AWS takes for expired is not used again, whatever this machine's clock says of it. */
    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (context.exception() instanceof AwsServiceException refused
                && refused.awsErrorDetails() != null
                && EXPIRED.contains(refused.awsErrorDetails().errorCode())) {
            synchronized (sessions) {
                sessions.remove(sessionName(run.get()));
            }
        }
    }

    private StsAssumeRoleCredentialsProvider session(String name) {
        synchronized (sessions) {
            return sessions.computeIfAbsent(name, this::assume);
        }
    }

    private StsAssumeRoleCredentialsProvider assume(String name) {
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(role.roleArn())
                        .roleSessionName(name)
                        .externalId(role.externalId().orElse(null)))
                .build();
    }

    /** What STS takes as a session's name: 2 to 64 of {@code [\w+=,.@-]}. */
    static String sessionName(String run) {
        String allowed = run.replaceAll("[^A-Za-z0-9_+=,.@-]", "-");
        String padded = allowed.length() < 2 ? "crossrun-" + allowed : allowed;
        return padded.substring(0, Math.min(64, padded.length()));
    }
}
