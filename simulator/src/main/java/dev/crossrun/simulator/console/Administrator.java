package dev.crossrun.simulator.console;

import dev.crossrun.simulator.world.AwsCaller;
import dev.crossrun.simulator.world.IdentityCenter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who works the console: a person who came in through Identity Center's own administrator permission set. */
final class Administrator {

    private static final String ROLE = "AWSReservedSSO_AdministratorAccess_6c1f0a9d3be27745";
    private static final String ROLE_ID = "AROACONSOLEADMIN00001";

    private Administrator() {}

    static AwsCaller of(IdentityCenter center, String user) {
        String account = center.ownerAccountId();
        return new AwsCaller(
                account,
                "arn:aws:sts::" + account + ":assumed-role/" + ROLE + "/" + user,
                ROLE_ID + ":" + user,
                ROLE,
                Optional.of(new AwsCaller.Session(
                        user, "arn:aws:iam::" + account + ":role/" + ROLE, Instant.EPOCH, Map.of(), List.of())),
                "ASIACONSOLEADMIN0001");
    }
}
