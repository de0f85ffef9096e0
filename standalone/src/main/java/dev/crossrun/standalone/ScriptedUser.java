package dev.crossrun.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.crossrun.cli.ApiClient;
import dev.crossrun.simulator.AccessNow;
import dev.crossrun.standalone.temporal.FastTime;
import java.time.Duration;
import java.time.Instant;

/** Whoever was given access for a time: opens each account at the portal, works there, and lets the hours pass quickly. */
final class ScriptedUser implements ScriptedPerson.Script {
    private static final String REGION = "eu-west-1";

    /** So much passes at once, and so little is left before something happens: calls need real time. */
    private static final Duration TICK = Duration.ofMinutes(4);

    private static final Duration LEFT = Duration.ofSeconds(1);

    private final Stack stack;
    private final FastTime time;

    ScriptedUser(Stack stack) {
        this.stack = stack;
        this.time = new FastTime(stack.temporal());
    }

    /** The task is the offer of a window that has opened: nothing needs to be answered. */
    @Override
    public void answer(ApiClient api, JsonNode task, String path) throws InterruptedException {
        String run = "/v1/runs/" + task.path("run").asText();
        boolean worked = false;
        for (JsonNode view = api.get(run); !view.hasNonNull("closedAt"); view = api.get(run)) {
            if (isRunning(view, "window") && step(view, "grant").hasNonNull("finishedAt")) {
                if (!worked) {
                    work();
                    worked = true;
                }
                passUntil(end(step(view, "window")));
            } else if (isRunning(view, "activity")) {
                passUntil(Instant.parse(step(view, "activity").path("startedAt").asText())
                        .plus(Duration.ofMinutes(15)));
            }
            Thread.sleep(20);
        }
    }

    private void work() {
        AccessNow access = stack.simulator().access();
        access.grants().stream()
                .filter(grant -> grant.group().isEmpty())
                .forEach(grant -> access.open(grant.user(), grant.accountId(), grant.permissionSet())
                        .ifPresent(session ->
                                PortalWork.lookAround(stack.simulator().endpoint(), REGION, session)));
    }

    private void passUntil(Instant then) {
        Duration left = Duration.between(time.instant(), then).minus(LEFT);
        if (!left.isNegative() && !left.isZero()) {
            time.pass(left.compareTo(TICK) < 0 ? left : TICK);
        }
    }

    private static Instant end(JsonNode window) {
        return Instant.parse(window.path("detail").asText().replaceFirst(".* until ", ""));
    }

    private static boolean isRunning(JsonNode view, String id) {
        return step(view, id).path("status").asText().equals("RUNNING");
    }

    private static JsonNode step(JsonNode view, String id) {
        for (JsonNode step : view.path("steps")) {
            if (step.path("id").asText().equals(id)) {
                return step;
            }
        }
        throw new IllegalStateException("no step " + id);
    }
}
