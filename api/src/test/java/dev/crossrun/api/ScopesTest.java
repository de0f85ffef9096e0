package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiFixture.Reply;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Principals whose roles hold only for some runbooks and accounts. */
class ScopesTest {
    private static final String ONE = "111111111111";
    private static final String TWO = "222222222222";
    private static final String START = "/v1/runbooks/errand/runs";

    private static ApiFixture crossrun;

    @BeforeAll
    static void open() {
        crossrun = new ApiFixture(
                true,
                Stream.concat(
                                ApiFixture.people().stream(),
                                Stream.of(
                                        scoped("ona", Optional.empty(), Optional.of(Set.of(ONE))),
                                        scoped("otto", Optional.of(Set.of("parcel")), Optional.empty())))
                        .toList());
    }

    @AfterAll
    static void close() {
        crossrun.close();
    }

    private static TokenPrincipal scoped(String name, Optional<Set<String>> runbooks, Optional<Set<String>> accounts) {
        return new TokenPrincipal(
                name,
                Sha256.of("token-of-" + name).value(),
                Set.of(Role.REQUESTER, Role.ADMINISTRATOR),
                Optional.of(new Scope(runbooks, accounts)),
                Optional.empty());
    }

    @Test
    void aRunOutsideReadsAsARunThatIsNotThere() {
        String outside = start("hidden", TWO);
        Reply hidden = crossrun.get("ona", outside);
        Reply absent = crossrun.get("ona", outside.replace("hidden", "absent"));
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(hidden.http().body().replace("hidden", "absent"))
                .isEqualTo(absent.http().body());
        assertThat(crossrun.get("ona", "/v1/runs/errand.hidden").status()).isEqualTo(404);
        assertThat(crossrun.get("otto", outside).status()).isEqualTo(404);
    }

    @Test
    void aRunWithoutAnAccountIsOutsideOfAScopeOfAccounts() {
        String run = start("no-account", null);
        assertThat(crossrun.get("ona", run).status()).isEqualTo(404);
        assertThat(crossrun.get("kim", run).status()).isEqualTo(200);
    }

    @Test
    void aStartOutsideIsRefusedWithTheScopeAndWhatTheRunTouches() {
        Reply account = crossrun.post("ona", START, input("outside", TWO));
        assertThat(account.status()).isEqualTo(403);
        assertThat(account.at("/detail").asText())
                .isEqualTo(
                        "ona has the role REQUESTER only for: account 111111111111. This run: runbook errand, account"
                                + " 222222222222");
        Reply runbook = crossrun.post("otto", START, input("outside", ONE));
        assertThat(runbook.status()).isEqualTo(403);
        assertThat(runbook.at("/detail").asText()).isEqualTo("otto has the role REQUESTER only for: runbook parcel");
        assertThat(crossrun.get("otto", "/v1/runbooks")
                        .at("/items/0/actions/0/allowed")
                        .asBoolean())
                .isFalse();
        assertThat(crossrun.get("ona", "/v1/runbooks/errand")
                        .at("/actions/0/allowed")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aNameThatARunOutsideHasIsTakenAndNothingMoreIsSaidOfThatRun() {
        start("taken", TWO);
        Reply refused = crossrun.post("ona", START, input("taken", ONE), "Idempotency-Key", "k");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/detail").asText()).isEqualTo("A run of this name is open");
    }

    @Test
    void pagesOfRunsAndTasksAreFullAlthoughRunsOutsideLieBetween() {
        for (int i = 0; i < 5; i++) {
            start("paged-in-" + i, ONE);
            start("paged-out-" + i, TWO);
        }
        String[] inside = {"paged-in-4", "paged-in-3", "paged-in-2", "paged-in-1", "paged-in-0"};
        List<List<String>> runs = pages("/v1/runs?name=paged-&limit=2", "name");
        assertThat(runs).extracting(List::size).startsWith(2, 2, 1);
        assertThat(runs.stream().flatMap(List::stream)).containsExactly(inside);
        ApiFixture.await(() -> pages("/v1/tasks?kind=APPROVAL&limit=2", "runName").stream()
                        .flatMap(List::stream)
                        .filter(name -> name.startsWith("paged-in-"))
                        .count()
                == 5);
        List<List<String>> tasks = pages("/v1/tasks?kind=APPROVAL&limit=2", "runName");
        assertThat(tasks.subList(0, tasks.size() - 1)).allMatch(page -> page.size() == 2);
        assertThat(tasks.stream().flatMap(List::stream).filter(name -> name.startsWith("paged-")))
                .containsExactly(inside);
    }

    @Test
    void aCursorThatWasChangedNamesNoPage() {
        for (String cursor : List.of("x", base64("0 50"), base64("-1 50 "), base64("0 0 "), base64("0 201 "))) {
            assertThat(crossrun.get("ona", "/v1/runs?cursor=" + cursor).status())
                    .isEqualTo(404);
            assertThat(crossrun.get("ona", "/v1/tasks?cursor=" + cursor).status())
                    .isEqualTo(404);
        }
    }

    @Test
    void aListedTaskSaysItsRunItsRequesterAndWhenItIsDue() {
        String run = start("due", ONE);
        crossrun.until(run, view -> !view.at("/waitingFor").isEmpty());
        JsonNode task = crossrun.get("ona", "/v1/tasks?run=errand.due").at("/items/0");
        assertThat(task.at("/runbook").asText()).isEqualTo("errand");
        assertThat(task.at("/runName").asText()).isEqualTo("due");
        assertThat(task.at("/requestedBy/name").asText()).isEqualTo("kim");
        JsonNode whole =
                crossrun.get("ona", run + "/tasks/" + task.at("/id").asText()).body();
        assertThat(task.at("/escalateAt").asText())
                .isNotEmpty()
                .isEqualTo(whole.at("/escalateAt").asText());
        assertThat(task.at("/expiresAt").asText())
                .isNotEmpty()
                .isEqualTo(whole.at("/expiresAt").asText());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<List<String>> pages(String path, String field) {
        List<List<String>> pages = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = crossrun.get("ona", path + cursor);
            assertThat(page.status()).isEqualTo(200);
            List<String> names = new ArrayList<>();
            page.at("/items").forEach(item -> names.add(item.path(field).asText()));
            pages.add(names);
            cursor = page.at("/next").isNull()
                    ? ""
                    : "&cursor=" + page.at("/next").asText();
        } while (!cursor.isEmpty());
        return pages;
    }

    private static String start(String name, String account) {
        Reply started = crossrun.post("kim", START, input(name, account));
        assertThat(started.status()).as(started.http().body()).isEqualTo(201);
        return "/v1/runs/" + started.at("/id").asText();
    }

    private static String input(String name, String account) {
        return account == null
                ? ApiFixture.input(name).replace("\"account\": \"" + ONE + "\", ", "")
                : ApiFixture.input(name).replace(ONE, account);
    }
}
