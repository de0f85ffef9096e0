package dev.crossrun.simulator.page;

import dev.crossrun.simulator.wire.HttpCall;
import dev.crossrun.simulator.wire.UrlText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Promise;

/**
 * What a form sent, in either of the encodings that browsers use.
 *
 * @param fields values by name, as they were typed; a chosen file is its text, in UTF-8
 */
record PostedForm(Map<String, List<String>> fields) {

    /** Reads the body of a POST. */
    static PostedForm read(HttpCall call) {
        String type = call.header("Content-Type").orElse("");
        try {
            return new PostedForm(
                    type.startsWith("multipart/form-data") ? multipart(call, type) : grouped(call.text()));
        } catch (IllegalArgumentException | CompletionException e) {
            throw new PageException(400, "The form is badly encoded.");
        }
    }

    /** Reads a query, as forms with GET send it. */
    static PostedForm query(HttpCall call) {
        try {
            return new PostedForm(grouped(call.query()));
        } catch (IllegalArgumentException e) {
            throw new PageException(400, "The address is badly encoded.");
        }
    }

    private static Map<String, List<String>> grouped(String text) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        UrlText.parameters(text).forEach(field -> add(fields, field.getKey(), field.getValue()));
        return fields;
    }

    private static Map<String, List<String>> multipart(HttpCall call, String type) {
        MultiPartFormData.Parser parser = new MultiPartFormData.Parser(MultiPart.extractBoundary(type));
        parser.setMaxMemoryFileSize(-1);
        CompletableFuture<MultiPartFormData.Parts> parsed = new CompletableFuture<>();
        parser.parse(Content.Source.from(ByteBuffer.wrap(call.body().bytes())), Promise.Invocable.toPromise(parsed));
        Map<String, List<String>> fields = new LinkedHashMap<>();
        try (MultiPartFormData.Parts parts = parsed.join()) {
            for (MultiPart.Part part : parts) {
                add(fields, part.getName(), part.getContentAsString(StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private static void add(Map<String, List<String>> fields, String name, String value) {
        fields.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
    }

    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** The value of a field, without blanks around it; empty if it was not sent. */
    String value(String name) {
        return all(name).stream().findFirst().orElse("").strip();
    }
}
