package dev.crossrun.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The API answered with a problem (RFC 9457). */
public final class ApiRefusal extends RuntimeException {
    private final int status;
    private final transient JsonNode problem;

    ApiRefusal(int status, JsonNode problem) {
        super(text(status, problem));
        this.status = status;
        this.problem = problem;
    }

    public int status() {
        return status;
    }

    public JsonNode problem() {
        return problem;
    }

    /** A refused answer's reasons have codes that people look up; a fault of the form says all in its detail. */
    private static final int REFUSED_ANSWER = 422;

    /** The problem as people read it: its detail, and a line for each of its errors. */
    private static String text(int status, JsonNode problem) {
        StringBuilder text = new StringBuilder(problem.path("detail").asText("HTTP status " + status));
        for (JsonNode error : problem.path("errors")) {
            text.append("\n  ").append(error.path("pointer").asText(""));
            if (status == REFUSED_ANSWER) {
                text.append(' ').append(error.path("code").asText(""));
            }
            text.append(": ").append(error.path("detail").asText(""));
        }
        return text.toString();
    }
}
