package dev.crossrun.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.api.problem.ApiException;
import dev.crossrun.domain.Fault;
import dev.crossrun.domain.Sha256;
import dev.crossrun.run.actor.Caller;
import dev.crossrun.run.document.Document;
import dev.crossrun.run.task.Answer;
import dev.crossrun.run.task.AnswerForm;
import dev.crossrun.run.task.FileRule;
import dev.crossrun.run.task.Task;
import dev.crossrun.run.task.TaskKind;
import dev.crossrun.temporal.SealingKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.glassfish.jersey.media.multipart.BodyPart;
import org.glassfish.jersey.media.multipart.FormDataBodyPart;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;

/** Reads answers by the form of their task, and says all that is wrong with them. */
public final class AnswerReader {
    private static final String INVALID = "The answer is not valid";
    private static final int LONGEST_COMMENT = 4_000;

    private final JsonBodies bodies;
    private final SealingKeys keys;

    /** {@code keys} seal what a form marks as a secret. */
    public AnswerReader(JsonBodies bodies, SealingKeys keys) {
        this.bodies = bodies;
        this.keys = keys;
    }

    /** {@code run} is the execution run id of the task's run, {@code body} the JSON of the answer. */
    public Answer read(String run, Task task, Caller caller, byte[] body) {
        return read(run, task, caller, body, Optional.empty());
    }

    /** The JSON is the part {@code answer}, the document the part {@code file}; there are no others. */
    public Answer multipart(String run, Task task, Caller caller, FormDataMultiPart body) {
        List<Fault> faults = new ArrayList<>();
        body.getFields().forEach((name, parts) -> {
            if (!name.equals("answer") && !name.equals("file")) {
                faults.add(new Fault("/" + name, "UNKNOWN", "is not a part of this answer: use answer, file"));
            } else if (parts.size() > 1) {
                faults.add(new Fault("/" + name, "REPEATED", "must be given once, not " + parts.size() + " times"));
            }
        });
        FormDataBodyPart answer = body.getField("answer");
        if (answer == null) {
            faults.add(new Fault("/answer", "MISSING", "is missing: the part with the JSON of the answer"));
        }
        if (!faults.isEmpty() || answer == null) {
            throw ApiException.invalid(INVALID, faults);
        }
        Optional<Upload> upload = Optional.ofNullable(body.getField("file")).map(Upload::of);
        return read(run, task, caller, bytes(answer), upload);
    }

    /** {@code body} is the JSON of the answer, {@code upload} the document that comes with it. */
    public Answer read(String run, Task task, Caller caller, byte[] body, Optional<Upload> upload) {
        ObjectNode fields = bodies.object(body);
        List<Fault> faults = new ArrayList<>();
        ObjectNode whole = fields.deepCopy();
        Optional<String> comment = comment(fields.remove("comment"), faults);
        JsonNode action = fields.remove("action");
        Optional<AnswerForm> form = action == null ? Optional.empty() : form(task, action.asText());
        if (form.isEmpty()) {
            faults.add(new Fault("/action", "must be one of " + actions(task)));
        }
        form.ifPresent(known -> {
            faults.addAll(new SchemaCheck(known.form()).faults(fields));
            file(known, upload).ifPresent(faults::add);
            faults.addAll(LiveSecrets.faults(whole, secrets(known)));
        });
        if (!faults.isEmpty()) {
            throw ApiException.invalid(INVALID, faults);
        }
        Optional<Document> document =
                form.flatMap(AnswerForm::file).flatMap(rule -> upload.map(file -> file.document(rule)));
        seal(form.orElseThrow(), fields);
        return new Answer(
                run,
                task.id(),
                form.orElseThrow().action(),
                caller,
                fields,
                comment,
                document,
                hash(task, body, document));
    }

    /** A field that is {@code writeOnly} goes no further than here in the clear. */
    private void seal(AnswerForm form, ObjectNode fields) {
        secrets(form).stream().filter(fields::hasNonNull).forEach(name -> {
            if (!keys.seals()) {
                throw ApiException.unavailable(
                        "/" + name + " is a secret, and api.yml names no public key to seal it with (sealing)");
            }
            fields.put(name, keys.seal(fields.path(name).asText()).jwe());
        });
    }

    private static Set<String> secrets(AnswerForm form) {
        return form.form().path("properties").properties().stream()
                .filter(property -> property.getValue().path("writeOnly").asBoolean())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Optional<String> comment(JsonNode comment, List<Fault> faults) {
        if (comment == null || comment.isNull()) {
            return Optional.empty();
        }
        if (!comment.isTextual() || comment.asText().length() > LONGEST_COMMENT) {
            faults.add(new Fault("/comment", "must be a text of at most " + LONGEST_COMMENT + " characters"));
        }
        return Optional.of(comment.asText());
    }

    private static Optional<AnswerForm> form(Task task, String action) {
        return task.answers().stream()
                .filter(form -> form.action().equals(action))
                .findFirst()
                .or(() -> withdrawal(task, action));
    }

    /** A run offers it only while it can be used; whether it can is the run's to say, also of a request that is repeated. */
    private static Optional<AnswerForm> withdrawal(Task task, String action) {
        return task.kind() == TaskKind.HUMAN_STEP && action.equals(Task.WITHDRAW)
                ? Optional.of(Task.WITHDRAWAL)
                : Optional.empty();
    }

    private static String actions(Task task) {
        return String.join(", ", task.answers().stream().map(AnswerForm::action).toList());
    }

    private static Optional<Fault> file(AnswerForm form, Optional<Upload> upload) {
        if (form.file().isEmpty()) {
            return upload.map(any -> new Fault("/file", "UNKNOWN", "is not a part of this answer"));
        }
        FileRule rule = form.file().get();
        if (upload.isEmpty()) {
            return rule.required()
                    ? Optional.of(new Fault("/file", "MISSING", "is missing: the part with the document"))
                    : Optional.empty();
        }
        return upload.get().fault(rule);
    }

    private static Sha256 hash(Task task, byte[] body, Optional<Document> document) {
        String file = document.map(Document::sha256).map(Sha256::value).orElse("");
        return Sha256.of(task.id() + " " + Sha256.of(body) + " " + file);
    }

    private static byte[] bytes(BodyPart part) {
        try (InputStream content = part.getEntityAs(InputStream.class)) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
