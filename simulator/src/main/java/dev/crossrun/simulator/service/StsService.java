package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.iam.Context;
import dev.crossrun.simulator.iam.Decision;
import dev.crossrun.simulator.iam.PolicyEngine;
import dev.crossrun.simulator.iam.Trustee;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.Caller;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import dev.crossrun.simulator.world.Role;
import dev.crossrun.simulator.world.TrailEntry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** AWS Security Token Service: AssumeRole and GetCallerIdentity. */
public final class StsService extends Operations {
    private static final String VALIDATION = "ValidationError";
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws:iam::(\\d{12}):role/(?:.*/)?([\\w+=,.@-]+)");
    private static final int CHAINED_SECONDS = 3600;

    private final Authorizer authorizer = new Authorizer();

    public StsService() {
        super("sts");
        on("AssumeRole", call -> call.input().path("RoleArn").asText("*"), this::assumeRole);
        on("GetCallerIdentity", StsService::getCallerIdentity);
    }

    /** GetCallerIdentity needs no permission, and AssumeRole is decided together with the role's trust policy. */
    @Override
    public List<String> actions(ServiceCall call) {
        return List.of();
    }

    private static Optional<ObjectNode> getCallerIdentity(ServiceCall call) {
        Caller caller = call.caller();
        return Optional.of(object().put("UserId", caller.userId())
                .put("Account", caller.accountId())
                .put("Arn", caller.arn()));
    }

    private Optional<ObjectNode> assumeRole(ServiceCall call) {
        Input input = Input.of(call, VALIDATION);
        String roleArn = input.textOfLength("RoleArn", 20, 2048);
        String sessionName = input.text("RoleSessionName", "[\\w+=,.@-]*", 2, 64);
        int seconds = input.number("DurationSeconds", CHAINED_SECONDS, 900, 43200);
        if (input.has("ExternalId")) {
            input.text("ExternalId", "[\\w+=,.@:\\/-]*", 2, 1224);
        }
        if (input.has("Policy") || input.has("PolicyArns") || input.has("Tags")) {
            throw new ServiceError(400, VALIDATION, "The simulator knows no session policies and session tags");
        }
        Matcher matcher = ROLE_ARN.matcher(roleArn);
        if (!matcher.matches()) {
            throw new ServiceError(400, VALIDATION, roleArn + " is invalid");
        }
        Account account = call.world().account(matcher.group(1)).orElseThrow(() -> denied(call, roleArn));
        Role role = account.iam()
                .roles()
                .get(matcher.group(2))
                .filter(found -> found.arn().equals(roleArn))
                .orElseThrow(() -> denied(call, roleArn));
        authorize(call, account.id(), role, input.optionalText("ExternalId"));
        checkDuration(call.caller(), role, seconds);
        return Optional.of(startSession(call, account.id(), role, sessionName, seconds));
    }

    /** Both sides must agree; within one account a trust policy that names the caller itself is enough. */
    private void authorize(ServiceCall call, String accountId, Role role, Optional<String> externalId) {
        Caller caller = call.caller();
        Context context = Context.empty()
                .with("aws:PrincipalAccount", caller.accountId())
                .with("aws:userid", caller.userId())
                .with("aws:PrincipalArn", principalArn(caller));
        if (externalId.isPresent()) {
            context = context.with("sts:ExternalId", externalId.get());
        }
        Trustee itself = new Trustee("AWS", itself(caller));
        Trustee trustee = new Trustee("AWS", names(caller));
        if (PolicyEngine.trusts(role.trustPolicy(), trustee, "sts:AssumeRole", context) != Decision.ALLOWED) {
            throw denied(call, role.arn());
        }
        Decision own = authorizer.decision(call, "sts:AssumeRole", role.arn());
        boolean namedAtHome = caller.accountId().equals(accountId)
                && PolicyEngine.trusts(role.trustPolicy(), itself, "sts:AssumeRole", context) == Decision.ALLOWED;
        if (own == Decision.EXPLICIT_DENY || (own == Decision.IMPLICIT_DENY && !namedAtHome)) {
            throw denied(call, role.arn());
        }
    }

    private static String principalArn(Caller caller) {
        return caller.isSession() ? "arn:aws:iam::" + caller.accountId() + ":role/" + caller.name() : caller.arn();
    }

    private static Set<String> itself(Caller caller) {
        return Set.copyOf(
                List.of(caller.arn(), principalArn(caller)).stream().distinct().toList());
    }

    private static Set<String> names(Caller caller) {
        Set<String> names = new HashSet<>(itself(caller));
        names.add(caller.accountId());
        names.add("arn:aws:iam::" + caller.accountId() + ":root");
        return names;
    }

    private static void checkDuration(Caller caller, Role role, int seconds) {
        if (caller.isSession() && seconds > CHAINED_SECONDS) {
            throw new ServiceError(
                    400,
                    VALIDATION,
                    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
        }
        if (seconds > role.maxSessionDuration()) {
            throw new ServiceError(
                    400, VALIDATION, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
    }

    private static ObjectNode startSession(
            ServiceCall call, String accountId, Role role, String sessionName, int seconds) {
        AccessKey key =
                call.world().credentials().startSession(accountId, role, sessionName, Duration.ofSeconds(seconds));
        ObjectNode output = object();
        output.putObject("Credentials")
                .put("AccessKeyId", key.id())
                .put("SecretAccessKey", key.secret())
                .put("SessionToken", key.sessionToken().orElseThrow())
                .put(
                        "Expiration",
                        key.expiration()
                                .orElseThrow()
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString());
        output.putObject("AssumedRoleUser")
                .put("AssumedRoleId", key.caller().userId())
                .put("Arn", key.caller().arn());
        if (!call.caller().accountId().equals(accountId)) {
            recordInRolesAccount(call, accountId, role);
        }
        return output;
    }

    /** The account of the role sees who entered it, by id only. */
    private static void recordInRolesAccount(ServiceCall call, String accountId, Role role) {
        Caller caller = call.caller();
        ObjectNode identity = object().put("type", "AWSAccount")
                .put("principalId", caller.userId())
                .put("accountId", caller.accountId());
        ObjectNode request = object().put("roleArn", role.arn())
                .put("roleSessionName", call.input().path("RoleSessionName").asText());
        TrailEntry entry = TrailEntry.of("sts.amazonaws.com", "AssumeRole", caller.trailName(), identity)
                .withRequest(request)
                .withResource("AWS::IAM::Role", role.arn());
        call.world().trail().record(accountId, call.region(), entry);
    }

    /** A role that does not exist is refused like one that may not be assumed. */
    private static ServiceError denied(ServiceCall call, String roleArn) {
        return new ServiceError(
                403,
                "AccessDenied",
                "User: " + call.caller().arn() + " is not authorized to perform: sts:AssumeRole on resource: "
                        + roleArn);
    }
}
