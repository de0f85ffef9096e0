package dev.crossrun.simulator.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Faults as JSON: an object with the members of {@link InjectedFault}, or an array of such. */
public final class FaultJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> MEMBERS =
            Set.of("operation", "resource", "nth", "times", "kind", "duration", "target", "text", "answer");
    private static final Set<String> ANSWER = Set.of("status", "headers", "code", "message");

    private FaultJson() {}

    /**
     * Reads one fault or an array of them.
     *
     * @throws IllegalArgumentException with the first thing that is wrong
     */
    public static List<InjectedFault> read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            List<InjectedFault> faults = new ArrayList<>();
            for (JsonNode each : json.isArray() ? json : List.of(json)) {
                faults.add(fault(each));
            }
            return faults;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static InjectedFault fault(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw new IllegalArgumentException("a fault is a JSON object");
        }
        requireOnly(object, MEMBERS, "a fault");
        InjectedFault fault = new InjectedFault(
                text(object, "operation").orElse(""),
                text(object, "resource"),
                number(object, "nth"),
                number(object, "times"),
                kind(text(object, "kind").orElseThrow(() -> new IllegalArgumentException("kind is missing"))),
                text(object, "duration").map(FaultJson::duration),
                text(object, "target"),
                text(object, "text"),
                answer(object.path("answer")));
        return fault.complete();
    }

    private static void requireOnly(ObjectNode object, Set<String> members, String what) {
        object.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw new IllegalArgumentException(what + " has no " + name);
            }
        });
    }

    private static Optional<RawAnswer> answer(JsonNode json) {
        if (json.isMissingNode()) {
            return Optional.empty();
        }
        if (!(json instanceof ObjectNode object) || !json.path("status").isInt()) {
            throw new IllegalArgumentException("answer is like {\"status\": 400, \"code\": \"…\", \"message\": \"…\"}");
        }
        requireOnly(object, ANSWER, "an answer");
        return Optional.of(new RawAnswer(
                object.path("status").asInt(),
                headers(object.path("headers")),
                text(object, "code").orElse(""),
                text(object, "message").orElse("")));
    }

    private static Map<String, String> headers(JsonNode json) {
        if (!json.isMissingNode() && !json.isObject()) {
            throw new IllegalArgumentException("headers is an object of texts");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        json.fieldNames().forEachRemaining(name -> {
            if (!json.path(name).isTextual() || !name.matches("[A-Za-z0-9-]+")) {
                throw new IllegalArgumentException("headers is an object of texts");
            }
            headers.put(name, json.path(name).asText());
        });
        return headers;
    }

    private static Kind kind(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no kind " + name));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("duration is like PT2S, not " + text, e);
        }
    }

    private static Optional<String> text(ObjectNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new IllegalArgumentException(member + " is a text");
        }
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static int number(ObjectNode object, String member) {
        JsonNode value = object.path(member);
        if (!value.isMissingNode() && !value.isInt()) {
            throw new IllegalArgumentException(member + " is a whole number");
        }
        return value.asInt(1);
    }

    /** The faults to come and those that were met. */
    static ObjectNode write(Faults faults) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode pending = json.putArray("pending");
        faults.pending().forEach(each -> pending.add(write(each)));
        ArrayNode met = json.putArray("met");
        faults.met()
                .forEach(each -> met.addObject()
                        .put("kind", each.kind().name())
                        .put("operation", each.operation())
                        .put("resource", each.resource())
                        .put("time", each.time().toString()));
        return json;
    }

    private static ObjectNode write(Faults.Pending pending) {
        InjectedFault fault = pending.fault();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", pending.id()).put("operation", fault.operation());
        fault.resource().ifPresent(part -> json.put("resource", part));
        json.put("nth", fault.nth()).put("times", fault.times());
        json.put("kind", fault.kind().name());
        fault.duration().ifPresent(length -> json.put("duration", length.toString()));
        fault.target().ifPresent(target -> json.put("target", target));
        fault.text().ifPresent(text -> json.put("text", text));
        fault.answer().ifPresent(answer -> {
            ObjectNode written = json.putObject("answer").put("status", answer.status());
            answer.headers().forEach(written.putObject("headers")::put);
            written.put("code", answer.code()).put("message", answer.message());
        });
        return json.put("seen", pending.seen()).put("met", pending.met());
    }
}
