package dev.crossrun.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.Simulator;
import dev.crossrun.simulator.world.AccountAccess.Change;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A temporary access. Its run ends soon after the access where the workers are of {@link OtherBuild#soon}. */
final class AccessUnderWay extends RunUnderWay {
    private static final List<String> USERS = List.of(FederationRun.ADA, FederationRun.GRACE, "mallory@example.com");
    private static final List<String> SETS = List.of(AccessRun.SET, FiveAccounts.RESPONDER, FiveAccounts.OPERATOR);

    /** Whose access to what. */
    record Target(String user, String account, String set) {
        /** All of the five accounts, no two the same. */
        static Stream<Target> all() {
            return FiveAccounts.ALL.stream()
                    .flatMap(account ->
                            SETS.stream().flatMap(set -> USERS.stream().map(user -> new Target(user, account, set))));
        }

        private String name() {
            return set.toLowerCase(Locale.ROOT) + "-" + account + "-" + USERS.indexOf(user);
        }
    }

    private final Target target;

    /** Starts it. */
    AccessUnderWay(Simulator simulator, Crew people, Target target) {
        super(simulator, people, start(people, target));
        this.target = target;
    }

    private static String start(Crew people, Target target) {
        ObjectNode request = AccessRun.request().put("name", target.name()).put("user", target.user());
        ObjectNode access = (ObjectNode) request.at("/access/0");
        access.put("permissionSet", target.set()).putArray("accountIds").add(target.account());
        return "/v1/runs/"
                + people.kim()
                        .api()
                        .post(
                                "/v1/runbooks/temporary-access/runs",
                                request.toString().getBytes(StandardCharsets.UTF_8),
                                Optional.empty())
                        .path("id")
                        .asText();
    }

    @Override
    void answerAll() {
        give();
        end();
    }

    /** It is approved, and given. */
    void give() {
        approve();
        awaitStep("grant", "DONE");
    }

    /** It is ended before its time. */
    void end() {
        AccessKey session = simulator
                .access()
                .open(target.user(), target.account(), target.set())
                .orElseThrow();
        endAgain();
        assertThat(simulator.access().may(session, AccessRun.REGION, "connect:ListUsers"))
                .as("%s", target)
                .isFalse();
    }

    /** It is ended, though it is perhaps over already. */
    void endAgain() {
        answer(people.kim(), "window.offer.1", AccessRun.action("end").put("reason", "solved"));
        awaitStep("revoke", "DONE");
    }

    boolean isGiven() {
        return simulator
                .access()
                .permissionSets(target.user(), target.account())
                .contains(target.set());
    }

    @Override
    void eachEffectIsThereOnce() {
        assertThat(isGiven()).as(path).isFalse();
        assertThat(changes()).as(path).extracting(Change::creation).containsExactly(true, false);
    }

    /** What was done to this assignment. */
    List<Change> changes() {
        String id = center().userByName(target.user()).orElseThrow().id();
        String arn = center().permissionSetByName(target.set()).orElseThrow().arn();
        return center().accountAccess().changes().stream()
                .filter(change -> change.assignment().principalId().equals(id))
                .filter(change -> change.assignment().accountId().equals(target.account()))
                .filter(change -> change.assignment().permissionSetArn().equals(arn))
                .toList();
    }
}
