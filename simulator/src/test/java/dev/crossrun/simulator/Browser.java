package dev.crossrun.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A person's browser: reads pages, fills in forms and clicks their buttons by what they say. It keeps cookies and runs no script. */
public final class Browser {
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final URI endpoint;
    private Page page = new Page(0, URI.create("about:blank"), Map.of(), "");

    /** What was answered to the last request. */
    public record Page(int status, URI address, Map<String, List<String>> headers, String body) {
        public Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }

        public Document document() {
            return Jsoup.parse(body, address.toString());
        }

        public String text() {
            return document().text();
        }

        /** Where the browser is sent to. */
        public URI location() {
            return address.resolve(header("location").orElseThrow());
        }

        /** The value of a parameter in the address to which the browser is sent. */
        public String sent(String parameter) {
            for (String pair : location().getRawQuery().split("&")) {
                if (pair.startsWith(parameter + "=")) {
                    return java.net.URLDecoder.decode(pair.substring(parameter.length() + 1), StandardCharsets.UTF_8);
                }
            }
            return "";
        }
    }

    public Browser(URI endpoint) {
        this.endpoint = endpoint;
    }

    public Page page() {
        return page;
    }

    public Page open(String path) {
        return open(endpoint.resolve(path));
    }

    public Page open(URI address) {
        return receive(HttpRequest.newBuilder(address).GET());
    }

    /** Clicks the link that says this. */
    public Page follow(String text) {
        Element link = page.document().select("a[href]").stream()
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No link '" + text + "' in:\n" + page.text()));
        return open(URI.create(link.absUrl("href")));
    }

    /** Clicks the button that says this, or whose text begins so, with the fields as they are on the page. */
    public Page click(String button) {
        return click(button, Map.of());
    }

    /** Fills in fields by their labels, then clicks. */
    public Page click(String button, Map<String, String> typed) {
        return click(button, typed, Map.of());
    }

    /** Fills in fields and chooses files by their labels, then clicks. */
    public Page click(String button, Map<String, String> typed, Map<String, byte[]> files) {
        return click(button, typed, files, Map.of());
    }

    /** Fills in fields that there are several of, by their names, then clicks. */
    public Page clickWithLists(String button, Map<String, List<String>> lists) {
        return click(button, Map.of(), Map.of(), lists);
    }

    private Page click(
            String button, Map<String, String> typed, Map<String, byte[]> files, Map<String, List<String>> lists) {
        Element clicked = page.document().select("button").stream()
                .filter(each -> each.text().equals(button) || each.text().startsWith(button + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No button '" + button + "' in:\n" + page.text()));
        Element form = clicked.closest("form");
        if (form == null) {
            throw new AssertionError(button + " is in no form");
        }
        Map<String, List<String>> fields = fields(form);
        typed.forEach((label, value) -> fields.put(named(form, label).attr("name"), List.of(value)));
        fields.putAll(lists);
        if (clicked.hasAttr("name")) {
            fields.put(clicked.attr("name"), List.of(clicked.attr("value")));
        }
        String action = form.absUrl("action").isEmpty() ? page.address().toString() : form.absUrl("action");
        if (form.attr("enctype").equals("multipart/form-data")) {
            Map<String, byte[]> parts = new HashMap<>();
            files.forEach((label, bytes) -> parts.put(named(form, label).attr("name"), bytes));
            return send(URI.create(action), multipart(fields, parts));
        }
        return form.attr("method").equals("post")
                ? send(URI.create(action), urlEncoded(fields))
                : open(URI.create(action + "?" + encoded(fields)));
    }

    /** Posts a form from a page of this origin. */
    public Page post(String path, Map<String, String> fields, String origin) {
        Map<String, List<String>> all = new HashMap<>();
        fields.forEach((name, value) -> all.put(name, List.of(value)));
        return receive(urlEncoded(all).uri(endpoint.resolve(path)).header("Origin", origin));
    }

    private Page send(URI address, HttpRequest.Builder request) {
        return receive(request.uri(address)
                .header(
                        "Origin",
                        page.address().getScheme() + "://" + page.address().getAuthority()));
    }

    private static Element named(Element form, String label) {
        for (Element each : form.select("label")) {
            if (each.text().equals(label) || each.text().startsWith(label + " ")) {
                Element field = each.attr("for").isEmpty()
                        ? each.selectFirst("input, select, textarea")
                        : form.getElementById(each.attr("for"));
                if (field != null) {
                    return field;
                }
            }
        }
        throw new AssertionError("No field '" + label + "' in:\n" + form.text());
    }

    private static Map<String, List<String>> fields(Element form) {
        Map<String, List<String>> fields = new HashMap<>();
        for (Element field : form.select("input[name], textarea[name], select[name]")) {
            boolean off =
                    (field.attr("type").equals("radio") || field.attr("type").equals("checkbox"))
                            && !field.hasAttr("checked");
            if (!off && !field.attr("type").equals("file")) {
                fields.computeIfAbsent(field.attr("name"), unused -> new ArrayList<>())
                        .add(value(field));
            }
        }
        return fields;
    }

    private static String value(Element field) {
        if (field.normalName().equals("select")) {
            Element chosen = field.selectFirst("option[selected]");
            return (chosen == null ? field.selectFirst("option") : chosen).attr("value");
        }
        return field.normalName().equals("textarea") ? field.wholeText() : field.attr("value");
    }

    private static HttpRequest.Builder urlEncoded(Map<String, List<String>> fields) {
        return HttpRequest.newBuilder()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encoded(fields)));
    }

    private static String encoded(Map<String, List<String>> fields) {
        return fields.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(value -> encode(each.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder multipart(Map<String, List<String>> fields, Map<String, byte[]> files) {
        String boundary = "----formBoundary7MA4YWxk";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, values) -> values.forEach(
                value -> part(body, boundary, "name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8))));
        files.forEach((name, bytes) ->
                part(body, boundary, "name=\"" + name + "\"; filename=\"file.xml\"\r\nContent-Type: text/xml", bytes));
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return HttpRequest.newBuilder()
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()));
    }

    private static void part(ByteArrayOutputStream body, String boundary, String disposition, byte[] content) {
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
    }

    /** Sends and, as a browser does after a form, goes where a 303 of the same address leads. */
    private Page receive(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(
                    request.header("Accept", "text/html,application/xhtml+xml").build(), BodyHandlers.ofString());
            page = new Page(
                    response.statusCode(), response.uri(), response.headers().map(), response.body());
            return page.status() == 303 ? open(page.location()) : page;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The texts of all buttons and links. */
    public List<String> offers() {
        return new ArrayList<>(page.document().select("button, a[href]").eachText());
    }
}
