package dev.crossrun.desk.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A browser with its cookies. */
final class Visitor {
    private static final String SESSION = "crossrun-desk-session";
    private static final String SIGN_IN = "crossrun-desk-sign-in";

    private final DeskServer desk;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();

    Visitor(DeskServer desk) {
        this.desk = desk;
    }

    HttpResponse<String> get(URI address) {
        return send(HttpRequest.newBuilder(address).GET());
    }

    /** Sends a form of the page with the csrf value of a session. */
    HttpResponse<String> post(String path, String csrf) {
        return send(HttpRequest.newBuilder(desk.at(path))
                .header("Origin", desk.at("").toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("csrf=" + csrf)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Wants a page of the desk, and is sent to the provider: its address, where people sign in. */
    URI toProvider(String page) {
        return location(get(location(get(desk.at(page)))));
    }

    /** Signs in there: the address of the desk to which the provider sends people back. */
    URI callback(URI provider) {
        return location(get(provider));
    }

    /** Wants the page, signs in, and gets what the desk answers in the end. */
    HttpResponse<String> signIn() {
        return end(callback(toProvider("/desk/who")));
    }

    /** What the desk answers to a sign-in, in the end. */
    HttpResponse<String> end(URI callback) {
        HttpResponse<String> answer = get(callback);
        return answer.statusCode() == 303 ? get(location(answer)) : answer;
    }

    static URI location(HttpResponse<String> answer) {
        return answer.uri()
                .resolve(answer.headers()
                        .firstValue("Location")
                        .orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body())));
    }

    static String parameter(URI address, String name) {
        return Arrays.stream(address.getRawQuery().split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    Optional<HttpCookie> session() {
        return cookie(SESSION);
    }

    /** The cookie of a sign-in that has begun. */
    Optional<HttpCookie> begun() {
        return cookie(SIGN_IN);
    }

    void set(HttpCookie cookie) {
        cookies.getCookieStore().add(desk.at("/"), cookie);
    }

    private Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().get(desk.at("/")).stream()
                .filter(cookie -> cookie.getName().startsWith(name))
                .findFirst();
    }
}
