package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.iam.MalformedPolicyException;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.iam.PolicyParser;
import dev.crossrun.simulator.iam.Trustee;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.AwsCaller;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.IamRole;
import dev.crossrun.simulator.world.ManagedPolicy;
import dev.crossrun.simulator.world.TrailEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS Security Token Service: sessions of roles, given to whom their trust policies trust. */
public final class Sts implements Service {
    private static final int MOST_POLICIES = 10;
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws:iam::(\\d{12}):role/(?:.*/)?([^/]+)");

    @Override
    public String actionPrefix() {
        return "sts";
    }

    @Override
    public boolean has(String operation) {
        return operation.equals("AssumeRole") || operation.equals("GetCallerIdentity");
    }

    @Override
    public String resource(ServiceCall call) {
        return call.operation().equals("AssumeRole") ? Members.arn(call, "RoleArn") : "*";
    }

    /** CloudTrail says {@code readOnly} of AssumeRole too, but keeps its response. */
    @Override
    public boolean readOnly(String operation) {
        return operation.equals("GetCallerIdentity");
    }

    @Override
    public Optional<ObjectNode> handle(ServiceCall call) {
        return Optional.of(call.operation().equals("AssumeRole") ? assumeRole(call) : callerIdentity(call.caller()));
    }

    private static ObjectNode callerIdentity(AwsCaller caller) {
        return Members.object()
                .put("UserId", caller.userId())
                .put("Account", caller.accountId())
                .put("Arn", caller.arn());
    }

    private static ObjectNode assumeRole(ServiceCall call) {
        String roleArn = Members.required(call, "RoleArn");
        String session = Members.required(call, "RoleSessionName", "[\\w+=,.@-]*", 2, 64);
        Members.refuse(
                call, "ProvidedContexts", "SerialNumber", "SourceIdentity", "Tags", "TokenCode", "TransitiveTagKeys");
        int seconds = Members.number(call, "DurationSeconds", 3600, 900, 43200);
        Members.text(call, "Policy").ifPresent(Sts::checkPolicy);
        Optional<String> externalId = Members.text(call, "ExternalId");
        externalId.ifPresent(id -> Members.check("ExternalId", id, "[\\w+=,.@:\\/-]*", 2, 1224));
        Matcher arn = ROLE_ARN.matcher(roleArn);
        if (!arn.matches()) {
            throw new ServiceError(400, "ValidationError", roleArn + " is invalid");
        }
        Account account = call.world()
                .account(arn.group(1))
                .filter(found -> found.state() == Account.State.ACTIVE)
                .orElseThrow(() -> denied(call, roleArn));
        IamRole role = account.iam()
                .role(arn.group(2))
                .filter(found -> found.arn().equals(roleArn))
                .filter(found -> trusts(found, call, session, externalId))
                .orElseThrow(() -> denied(call, roleArn));
        checkDuration(call.caller(), role, seconds);
        AccessKey key = call.world()
                .credentials()
                .startSession(
                        account.id(),
                        role,
                        session,
                        Duration.ofSeconds(seconds),
                        Map.of(),
                        sessionPolicies(call, account));
        recordInRolesAccount(call, account.id());
        return response(key);
    }

    private static void checkPolicy(String document) {
        Members.check("Policy", document, "(?s).*", 1, 2048);
        try {
            PolicyParser.identityPolicy(document);
        } catch (MalformedPolicyException e) {
            throw new ServiceError(400, "MalformedPolicyDocument", String.valueOf(e.getMessage()));
        }
    }

    /** The session policy of the call and the managed ones that it names, of the role's account or of AWS. */
    private static List<String> sessionPolicies(ServiceCall call, Account account) {
        List<String> documents =
                new ArrayList<>(Members.text(call, "Policy").stream().toList());
        List<String> arns = new ArrayList<>();
        call.input()
                .path("PolicyArns")
                .forEach(each -> arns.add(each.path("arn").asText()));
        if (arns.size() > MOST_POLICIES) {
            throw new ServiceError(
                    400,
                    "ValidationError",
                    "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have"
                            + " length less than or equal to " + MOST_POLICIES);
        }
        for (String arn : arns) {
            documents.add(account.iam()
                    .policy(arn)
                    .map(ManagedPolicy::defaultDocument)
                    .orElseThrow(() -> new ServiceError(
                            400,
                            "MalformedPolicyDocument",
                            "Policy " + arn + " does not exist or is not attachable.")));
        }
        return documents;
    }

    private static boolean trusts(IamRole role, ServiceCall call, String session, Optional<String> externalId) {
        AwsCaller caller = call.caller();
        Context context = Context.empty()
                .with("sts:RoleSessionName", session)
                .with("aws:userid", caller.userId())
                .with("aws:PrincipalAccount", caller.accountId())
                .with("aws:PrincipalArn", principalArn(call));
        Context whole = externalId.map(id -> context.with("sts:ExternalId", id)).orElse(context);
        Set<String> names = new LinkedHashSet<>(List.of(caller.accountId(), caller.arn(), principalArn(call)));
        names.add("arn:aws:iam::" + caller.accountId() + ":root");
        return PolicyEngine.trusts(role.trustPolicy(), new Trustee("AWS", names), "sts:AssumeRole", whole)
                == Decision.ALLOWED;
    }

    private static String principalArn(ServiceCall call) {
        AwsCaller caller = call.caller();
        return call.world()
                .requireAccount(caller.accountId())
                .iam()
                .role(caller.name())
                .filter(role -> caller.isSession() && role.id().equals(caller.roleId()))
                .map(IamRole::arn)
                .orElse(caller.arn());
    }

    private static void checkDuration(AwsCaller caller, IamRole role, int seconds) {
        if (caller.isSession() && seconds > 3600) {
            throw new ServiceError(
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
        }
        if (seconds > role.maxSessionDuration()) {
            throw new ServiceError(
                    400,
                    "ValidationError",
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
    }

    /** An account sees who from another one entered it. */
    private static void recordInRolesAccount(ServiceCall call, String accountId) {
        AwsCaller caller = call.caller();
        if (!accountId.equals(caller.accountId())) {
            ObjectNode identity = Members.object()
                    .put("type", "AWSAccount")
                    .put("principalId", caller.userId())
                    .put("accountId", caller.accountId());
            String arn = Members.required(call, "RoleArn");
            ObjectNode parameters = Members.object()
                    .put("roleArn", arn)
                    .put("roleSessionName", Members.required(call, "RoleSessionName"));
            call.world()
                    .trail()
                    .record(
                            accountId,
                            call.region(),
                            TrailEntry.of("sts.amazonaws.com", "AssumeRole", caller.trailName(), identity)
                                    .withRequest(parameters)
                                    .withResource("AWS::IAM::Role", arn));
        }
    }

    private static ObjectNode response(AccessKey key) {
        ObjectNode response = Members.object();
        response.putObject("Credentials")
                .put("AccessKeyId", key.id())
                .put("SecretAccessKey", key.secret())
                .put("SessionToken", key.sessionToken().orElseThrow())
                .put("Expiration", Members.time(key.expiration().orElseThrow()));
        response.putObject("AssumedRoleUser")
                .put("AssumedRoleId", key.caller().userId())
                .put("Arn", key.caller().arn());
        return response;
    }

    private static ServiceError denied(ServiceCall call, String roleArn) {
        return new ServiceError(
                403,
                "AccessDenied",
                "User: " + call.caller().arn() + " is not authorized to perform: sts:AssumeRole on resource: "
                        + roleArn);
    }
}
