package dev.crossrun.desk.page;

import dev.crossrun.api.DeskSettings.Banner;
import gg.jte.Content;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;

/** Writes views as HTML, by the templates that the build compiled. */
public final class ViewWriter implements MessageBodyWriter<View> {
    private static final String ROOT = "dev.crossrun.desk.";
    private static final String TEMPLATES = ROOT + "template";
    private static final String LAYOUT = "page/layout.jte";

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, ViewWriter.class.getClassLoader(), TEMPLATES);

    private final Optional<Banner> banner;

    /** {@code banner} is shown at the top of every page. */
    public ViewWriter(Optional<Banner> banner) {
        this.banner = banner;
        templates.setBinaryStaticContent(false);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return View.class.isAssignableFrom(type);
    }

    @Override
    public void writeTo(
            View view,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        // A template that fails must not leave half a page: render first.
        Utf8ByteOutput html = new Utf8ByteOutput();
        if (view instanceof FullPage page) {
            Content content = output -> templates.render(template(type), view, output);
            templates.render(LAYOUT, Map.of("frame", page.frame(), "banner", banner, "content", content), html);
        } else {
            templates.render(template(type), view, html);
        }
        headers.putSingle("Content-Type", "text/html; charset=utf-8");
        html.writeTo(out);
    }

    private static String template(Class<?> type) {
        return type.getName().substring(ROOT.length()).replace('.', '/') + ".jte";
    }
}
