package dev.crossrun.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.api.ApiFixture.Reply;
import dev.crossrun.api.auth.Scope;
import dev.crossrun.api.auth.TokenPrincipal;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of REST, by a caller of every role, whose scope is one account, on a run of its own and of somebody else, inside
 * and outside of that scope. {@code -Dcrossrun.golden=write} writes the table.
 */
class WhoMayDoWhatTest {
    private static final Path TABLE = Path.of("src/test/resources/who-may-do-what.txt");
    private static final String INSIDE = "111111111111";
    private static final String OUTSIDE = "222222222222";
    private static final String START = "/v1/runbooks/errand/runs";
    private static final byte[] LETTER = "<letter/>".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private static Path folder;

    private static ApiFixture crossrun;

    private final Map<String, List<String>> table = new LinkedHashMap<>();

    @BeforeAll
    static void open() throws IOException {
        ApiConfiguration configuration = ApiFixture.configuration(Stream.concat(
                        ApiFixture.people().stream(),
                        Arrays.stream(Role.values()).flatMap(role -> Stream.of(scoped(role), starter(role))))
                .toList());
        configuration.setRecords(ApiFixture.archive(folder));
        crossrun = new ApiFixture(true, configuration);
        crossrun.carrier.ready.set(false);
    }

    @AfterAll
    static void close() {
        crossrun.close();
    }

    private static TokenPrincipal scoped(Role role) {
        return principal(name(role), role, role, Optional.of(new Scope(Optional.empty(), Optional.of(Set.of(INSIDE)))));
    }

    /** The same person by another way in, who starts what is the person's own. */
    private static TokenPrincipal starter(Role role) {
        return principal(name(role) + "-elsewhere", Role.REQUESTER, role, Optional.empty());
    }

    private static TokenPrincipal principal(String name, Role role, Role person, Optional<Scope> scope) {
        return new TokenPrincipal(
                name,
                Sha256.of("token-of-" + name).value(),
                Set.of(role),
                scope,
                Optional.of(new TokenPrincipal.Identity("https://provider.example", name(person))));
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void isAsTheTableSays() throws IOException {
        for (Role role : Role.values()) {
            for (boolean inside : new boolean[] {true, false}) {
                for (boolean own : new boolean[] {true, false}) {
                    callEverything(name(role), own, inside);
                }
            }
        }
        assertThat(table.keySet().stream().map(row -> row.replaceAll(" .*", "")))
                .containsAll(operations());
        String text = text();
        if ("write".equals(System.getProperty("crossrun.golden"))) {
            Files.writeString(TABLE, text);
        }
        assertThat(text).isEqualTo(Files.readString(TABLE));
    }

    private static Set<String> operations() {
        Set<String> ids = new TreeSet<>();
        crossrun.get("ann", "/v1/openapi.json")
                .at("/paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation.has("operationId")) {
                        ids.add(operation.path("operationId").asText().replaceFirst("-(errand|parcel)$", ""));
                    }
                }));
        assertThat(ids).isNotEmpty();
        return ids;
    }

    private void callEverything(String caller, boolean own, boolean inside) {
        String account = inside ? INSIDE : OUTSIDE;
        String name = caller + (own ? "-own-" : "-other-") + (inside ? "inside" : "outside");
        cell("getOpenApi", crossrun.get(caller, "/v1/openapi.json"));
        cell("getHealth", crossrun.get(caller, "/v1/health"));
        cell("listRunbooks", crossrun.get(caller, "/v1/runbooks"));
        cell("getRunbook", crossrun.get(caller, "/v1/runbooks/errand"));
        if (own) {
            cell("startRun", crossrun.post(caller, START, input(name + "-started", account)));
        } else {
            cell("startRun", "");
        }
        String run = start(own ? caller + "-elsewhere" : "kim", name, account);
        String id = run.replace("/v1/runs/", "");
        crossrun.until(run, view -> view.at("/status").asText().equals("AWAITING_APPROVAL"));
        cell("listRuns", listed(crossrun.get(caller, "/v1/runs?name=" + name), id));
        cell("listTasks", listed(crossrun.get(caller, "/v1/tasks?limit=200"), id));
        cell("listTasks of the run", crossrun.get(caller, "/v1/tasks?run=" + id));
        cell("getRun", crossrun.get(caller, run));
        cell("getPlan", crossrun.get(caller, run + "/plan"));
        cell("getUndo", crossrun.get(caller, run + "/undo"));
        cell("getRecord", crossrun.get(caller, run + "/record"));
        cell("getRecord Markdown", crossrun.get(caller, run + "/record", "Accept", "text/markdown"));
        cell("getEvents", crossrun.get(caller, run + "/events"));
        cell("getTask", crossrun.get(caller, run + "/tasks/approve-plan.approval.1"));
        String approval = run + "/tasks/approve-plan.approval.1/answer";
        String approve = "{\"action\": \"approve\", \"planHash\": \""
                + crossrun.get("lee", run + "/plan").at("/hash").asText() + "\"}";
        cell("answerTask approval", eventually(caller, "lee", 200, as -> crossrun.post(as, approval, approve)));
        crossrun.until(run, view -> !view.at("/waitingFor").isEmpty());
        String letter = run + "/tasks/letter.human-step.1/answer";
        String submit = "{\"action\": \"submit\", \"sender\": \"Ada\"}";
        cell(
                "answerTask human step",
                eventually(caller, "sam", 200, as -> crossrun.upload(as, letter, submit, LETTER)));
        crossrun.until(run, view -> step(view.at("/steps"), "carry").equals("RUNNING"));
        cell("listArtifacts", crossrun.get(caller, run + "/artifacts"));
        cell("getArtifact", crossrun.get(caller, run + "/artifacts/letter.xml"));
        cell("redoStep", crossrun.post(caller, run + "/redo", "{\"from\": \"letter\"}"));
        cell(
                "abortRun",
                eventually(caller, "sam", 202, as -> crossrun.post(as, run + "/abort", "{\"effects\": \"LEAVE\"}")));
        crossrun.until(run, view -> view.hasNonNull("closedAt"));
        cell("getEvents stream", crossrun.get(caller, run + "/events", "Accept", "text/event-stream"));
        cell("undoRun", undo(caller, run));
        crossrun.get("ann", run + "/record"); // archives it, if the sweeper has not
        cell("listRecords", listed(crossrun.get(caller, "/v1/records?limit=200"), id));
        cell("eraseRecord", crossrun.delete(caller, run + "/record?reason=asked"));
    }

    /** What the caller gets; if it is refused, the other one does it, so that the run goes on. */
    private static Reply eventually(String caller, String other, int success, Function<String, Reply> call) {
        Reply reply = call.apply(caller);
        if (reply.status() != success) {
            assertThat(call.apply(other).status()).isEqualTo(success);
        }
        return reply;
    }

    private static Reply undo(String caller, String run) {
        AtomicReference<Reply> reply = new AtomicReference<>();
        ApiFixture.await(() -> {
            reply.set(crossrun.post(caller, run + "/undo", "{}"));
            return !reply.get().at("/detail").asText().startsWith("The run is still open");
        });
        return reply.get();
    }

    private static String step(JsonNode steps, String id) {
        for (JsonNode step : steps) {
            if (step.path("id").asText().equals(id)) {
                return step.path("status").asText();
            }
        }
        return "";
    }

    private static String listed(Reply page, String run) {
        assertThat(page.status()).isEqualTo(200);
        return page.http().body().contains(run) ? "listed" : "-";
    }

    private static String start(String as, String name, String account) {
        Reply started = crossrun.post(as, START, input(name, account));
        assertThat(started.status()).as(started.http().body()).isEqualTo(201);
        return "/v1/runs/" + started.at("/id").asText();
    }

    private static String input(String name, String account) {
        return ApiFixture.input(name).replace(INSIDE, account);
    }

    private void cell(String row, Reply reply) {
        if (reply.status() == 404) {
            assertThat(reply.at("/detail").asText()).startsWith("There is no run errand.");
        }
        cell(row, Integer.toString(reply.status()));
    }

    private void cell(String row, String text) {
        table.computeIfAbsent(row, any -> new ArrayList<>()).add(text);
    }

    private String text() {
        StringBuilder text = new StringBuilder(String.format("%-24s", "role"));
        for (Role role : Role.values()) {
            text.append(String.format("%-36s", role));
        }
        text.append("\n").append(String.format("%-24s", "scope"));
        for (int i = 0; i < Role.values().length; i++) {
            text.append(String.format("%-18s%-18s", "inside", "outside"));
        }
        text.append("\n").append(String.format("%-24s", "requester of the run"));
        for (int i = 0; i < 2 * Role.values().length; i++) {
            text.append(String.format("%-9s%-9s", "self", "other"));
        }
        table.forEach((row, cells) -> {
            text.append("\n").append(String.format("%-24s", row));
            cells.forEach(cell -> text.append(String.format("%-9s", cell)));
        });
        return text.toString().lines().map(String::stripTrailing).reduce("", (all, line) -> all + line + "\n");
    }
}
