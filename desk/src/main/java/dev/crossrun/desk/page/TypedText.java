package dev.crossrun.desk.page;

import dev.crossrun.api.problem.ApiException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Form;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glassfish.jersey.media.multipart.BodyPart;
import org.glassfish.jersey.media.multipart.FormDataBodyPart;
import org.glassfish.jersey.media.multipart.FormDataMultiPart;
import org.glassfish.jersey.server.ContainerRequest;

/** The fields of a form that a browser sent, whichever way it encoded them. Files are apart. */
public final class TypedText {
    private static final String CSRF = "csrf";
    private static final String SECRET = "secret:";

    /** Fields that pages fill in, not people. */
    private static final Set<String> HIDDEN =
            Set.of(CSRF, "key", "action", "/planHash", "add", "remove", "check", "start", "plan");

    static final String PROPERTY = TypedText.class.getName();

    private final Map<String, List<String>> fields;
    private final Optional<FormDataMultiPart> parts;

    private TypedText(Map<String, List<String>> fields, Optional<FormDataMultiPart> parts) {
        this.fields = fields;
        this.parts = parts;
    }

    /** Reads the body, once: what answers the request finds it in the request's properties. */
    public static TypedText of(ContainerRequest request) {
        if (request.getProperty(PROPERTY) instanceof TypedText read) {
            return read;
        }
        TypedText read = read(request);
        request.setProperty(PROPERTY, read);
        return read;
    }

    /** The form of a request that came past the sessions' filter, which has read it. */
    public static TypedText in(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof TypedText read) {
            return read;
        }
        throw new IllegalStateException("no form was read");
    }

    private static TypedText read(ContainerRequest request) {
        MediaType type = request.getMediaType();
        if (type != null && type.isCompatible(MediaType.MULTIPART_FORM_DATA_TYPE)) {
            return of(request.readEntity(FormDataMultiPart.class));
        }
        if (type != null && type.isCompatible(MediaType.APPLICATION_FORM_URLENCODED_TYPE)) {
            return of(request.readEntity(Form.class));
        }
        throw ApiException.malformed("A form is application/x-www-form-urlencoded or multipart/form-data");
    }

    public static TypedText of(Form form) {
        return new TypedText(new LinkedHashMap<>(form.asMap()), Optional.empty());
    }

    public static TypedText of(FormDataMultiPart form) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        form.getFields().forEach((name, parts) -> {
            List<String> texts = parts.stream()
                    .filter(TypedText::isText)
                    .map(FormDataBodyPart::getValue)
                    .toList();
            if (!texts.isEmpty()) {
                fields.put(name, texts);
            }
        });
        return new TypedText(fields, Optional.of(form));
    }

    private static boolean isText(BodyPart part) {
        return part.getContentDisposition().getFileName() == null;
    }

    public String csrf() {
        return value(CSRF).orElse("");
    }

    /** The first value of a field; empty if it was left blank. Line ends are those of Unix. */
    public Optional<String> value(String name) {
        return values(name).stream().findFirst().filter(text -> !text.isEmpty());
    }

    public List<String> values(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .map(text -> text.replace("\r\n", "\n"))
                .toList();
    }

    /** The file of a field, if one was chosen. */
    public Optional<FormDataBodyPart> file(String name) {
        return parts.map(form -> form.getField(name))
                .filter(part -> part.getContentDisposition().getFileName() != null)
                .filter(part -> !part.getContentDisposition().getFileName().isEmpty());
    }

    /** What may be shown again to the person who typed it: no secrets. */
    public Map<String, String> visible() {
        Map<String, String> shown = new LinkedHashMap<>();
        fields.forEach((name, values) -> {
            String text = String.join("\n", values);
            if (!HIDDEN.contains(name) && !name.contains(":") && !text.isBlank()) {
                shown.put(name, text);
            }
        });
        return shown;
    }

    /** The name of a field whose text is a secret. */
    public static String secret(String field) {
        return SECRET + field;
    }
}
