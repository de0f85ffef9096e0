package dev.crossrun.simulator.page;

import dev.crossrun.simulator.wire.HttpBody;
import dev.crossrun.simulator.wire.HttpReply;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.LinkedHashMap;
import java.util.Map;

/** Renders the templates under {@code src/main/jte}, which escape what they show. A page runs no script. */
public final class Pages {
    /** Where the one stylesheet is. */
    public static final String STYLESHEET = "/_page/simulator.css";

    private static final TemplateEngine TEMPLATES = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "dev.crossrun.simulator");

    private Pages() {}

    /** A page whose forms are posted to the simulator alone. */
    public static HttpReply page(int status, String template, Map<String, Object> values) {
        return page(status, template, values, "'self'");
    }

    /**
     * A page.
     *
     * @param template such as {@code entra/chooseUser.jte}
     * @param formTargets where its forms may lead, redirects included, in the words of a Content-Security-Policy
     */
    public static HttpReply page(int status, String template, Map<String, Object> values, String formTargets) {
        StringOutput html = new StringOutput();
        TEMPLATES.render(template, values, html);
        return new HttpReply(status, headers(formTargets), HttpBody.of(html.toString()));
    }

    private static Map<String, String> headers(String formTargets) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put("Cache-Control", "no-store");
        headers.put(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none';"
                        + " form-action " + formTargets);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "same-origin");
        return headers;
    }

    /** Sends the browser on, which then asks with GET. */
    public static HttpReply redirect(String location) {
        return new HttpReply(303, Map.of("Location", location, "Cache-Control", "no-store"), HttpBody.of(""));
    }
}
