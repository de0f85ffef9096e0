package dev.crossrun.simulator.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.crossrun.simulator.console.ConsoleRequest;
import dev.crossrun.simulator.console.IdentitySourceConsole.Provisioning;
import dev.crossrun.simulator.wire.HttpReply;
import dev.crossrun.simulator.world.Credentials.AccessKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request of a browser: the page that it asks for, or the form that it sends. */
public final class Visit {
    private final Visitor visitor;
    private final Map<String, String> path;
    private final PostedForm form;

    Visit(Visitor visitor, Map<String, String> path, PostedForm form) {
        this.visitor = visitor;
        this.path = Map.copyOf(path);
        this.form = form;
    }

    /** The value of a placeholder of the route. */
    public String path(String name) {
        return Optional.ofNullable(path.get(name)).orElseThrow();
    }

    /** A field of the form, or of the query, without blanks around it; empty if it was not sent. */
    public String field(String name) {
        return form.value(name);
    }

    public List<String> fields(String name) {
        return form.all(name);
    }

    /** The token that every form with POST has to carry. */
    public String formToken() {
        return visitor.formToken();
    }

    /** The result of the last form, once. */
    public Optional<String> takeMessage() {
        return visitor.takeMessage();
    }

    /** Keeps an access token of automatic provisioning for the next page. */
    public void issued(Provisioning issued) {
        visitor.issued(issued);
    }

    /** The access token of automatic provisioning, shown once. */
    public Optional<Provisioning> takeProvisioning() {
        return visitor.takeProvisioning();
    }

    /** The session at the access portal. */
    public Optional<String> portalToken() {
        return visitor.portalToken();
    }

    public void portalToken(Optional<String> token) {
        visitor.portalToken(token);
    }

    /** The session of the account that was opened last. */
    public Optional<AccessKey> console() {
        return visitor.console();
    }

    public void console(Optional<AccessKey> session) {
        visitor.console(session);
    }

    /** The same as a request of the JSON console, which does what the page asks for. */
    public ConsoleRequest request(ObjectNode body) {
        return new ConsoleRequest(ConsoleRequest.DEFAULT_USER, path, body);
    }

    public ConsoleRequest request() {
        return request(JsonNodeFactory.instance.objectNode());
    }

    public HttpReply page(String template, Map<String, Object> values) {
        return page(200, template, values);
    }

    /** A page; its template gets this visit, too. */
    public HttpReply page(int status, String template, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("visit", this);
        return Pages.page(status, template, all);
    }

    /** What follows a form that did something: the next page, with the result at its top. */
    public HttpReply done(String location, String result) {
        visitor.show(result);
        return Pages.redirect(location);
    }
}
