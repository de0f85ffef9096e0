package dev.crossrun.simulator.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.world.Account;
import dev.crossrun.simulator.world.Organization;
import java.util.Optional;

/** AWS Organizations: DescribeAccount, for the management account and delegated administrators. */
public final class OrganizationsService extends Operations {
    private static final double JOINED = 1_704_067_200;

    public OrganizationsService() {
        super("organizations");
        on(
                "DescribeAccount",
                call -> arn(
                        call.world().organization(),
                        call.input().path("AccountId").asText()),
                OrganizationsService::describeAccount);
    }

    private static Optional<ObjectNode> describeAccount(ServiceCall call) {
        Organization organization = call.world().organization();
        if (!organization.isReadableBy(call.caller().accountId())) {
            throw new ServiceError(400, "AccessDeniedException", "You don't have permissions to access this resource.");
        }
        String accountId = Input.of(call, "InvalidInputException").text("AccountId", "^\\d{12}$");
        Account account = organization
                .account(accountId)
                .orElseThrow(() -> new ServiceError(
                        400, "AccountNotFoundException", "You specified an account that doesn't exist."));
        ObjectNode output = object();
        output.putObject("Account")
                .put("Id", account.id())
                .put("Arn", arn(organization, account.id()))
                .put("Email", account.email())
                .put("Name", account.name())
                .put("Status", account.state().status())
                .put("State", account.state().name())
                .put("JoinedMethod", "CREATED")
                .put("JoinedTimestamp", JOINED);
        return Optional.of(output);
    }

    private static String arn(Organization organization, String accountId) {
        return "arn:aws:organizations::" + organization.managementAccountId() + ":account/" + organization.id() + "/"
                + accountId;
    }
}
