package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.text.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code runs}. */
@Command(name = "runs", description = "Lists runs.")
final class RunsCommand extends ClientCommand {
    @Option(names = "--runbook")
    private @Nullable String runbook;

    @Option(names = "--status", description = "Such as RUNNING; may be given more than once.")
    private List<String> statuses = new ArrayList<>();

    @Option(names = "--account")
    private @Nullable String account;

    @Option(names = "--requested-by", paramLabel = "NAME")
    private @Nullable String requestedBy;

    @Option(names = "--name", description = "The beginning of the run's name.")
    private @Nullable String name;

    @Option(names = "--waiting", description = "Only runs that wait for somebody.")
    private boolean waiting;

    @Override
    int call(ApiClient api) {
        Table table = new Table("RUN", "STATUS", "STARTED", "REQUESTED BY", "SUMMARY");
        for (JsonNode run : api.all("/v1/runs" + query())) {
            table.row(
                    run.path("id").asText(""),
                    run.path("status").asText(""),
                    run.path("startedAt").asText("").replaceFirst("\\.\\d+Z", "Z"),
                    run.path("requestedBy").path("name").asText(""),
                    run.path("summary").asText(""));
        }
        table.print(out());
        return 0;
    }

    private String query() {
        List<String> terms = new ArrayList<>();
        add(terms, "runbook", runbook);
        statuses.forEach(status -> add(terms, "status", status));
        add(terms, "account", account);
        add(terms, "requestedBy", requestedBy);
        add(terms, "name", name);
        add(terms, "waiting", waiting ? "true" : null);
        return terms.isEmpty() ? "" : "?" + String.join("&", terms);
    }

    private static void add(List<String> terms, String field, @Nullable String value) {
        if (value != null) {
            terms.add(field + "=" + ApiClient.encode(value));
        }
    }
}
