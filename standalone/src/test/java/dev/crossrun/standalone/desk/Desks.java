package dev.crossrun.standalone.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import dev.crossrun.standalone.Stack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * People with browsers of their own at the desk of a stack. {@link Chromium} writes pictures of the pages that a test shows: light at
 * 1280 pixels, dark at 390.
 */
final class Desks implements AutoCloseable {
    private static final int WIDE = 1280;
    private static final int NARROW = 390;
    private static final int HEIGHT = 900;
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private final Chromium chromium = new Chromium();
    private final Browser browser = chromium.browser();
    private final Stack stack;
    private final Map<String, Page> people = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    Desks(Stack stack) {
        this.stack = stack;
    }

    /** Somebody who is signed in at the desk, in a browser context of their own. */
    Page person(String name) {
        return people.computeIfAbsent(name, any -> signIn(name));
    }

    /** The same person in another browser. */
    Page another(String name) {
        return signIn(name);
    }

    /** Somebody whose browser runs no script. */
    Page withoutScripts(String name) {
        return signIn(name, open(new Browser.NewContextOptions().setJavaScriptEnabled(false)));
    }

    private Page signIn(String name) {
        return signIn(name, stranger());
    }

    private Page signIn(String name, Page page) {
        page.navigate(stack.desk().toString());
        page.getByRole(AriaRole.BUTTON).getByText(name).click();
        // Not the address to which the provider sends people back: the session begins there.
        page.waitForURL(stack.desk().toString());
        return page;
    }

    /** Somebody without a session, who reports what the browser complains of. */
    Page stranger() {
        return open(new Browser.NewContextOptions());
    }

    private Page open(Browser.NewContextOptions options) {
        BrowserContext context =
                browser.newContext(options.setViewportSize(WIDE, HEIGHT).setAcceptDownloads(true));
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        context.setDefaultTimeout(30_000);
        Page page = context.newPage();
        page.onPageError(error -> faults.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                faults.add(page.url() + ": " + message.text());
            }
        });
        return page;
    }

    /** What browsers complained of: errors of scripts, and what the content security policy forbade. */
    List<String> faults() {
        return faults;
    }

    /** Checks a page with axe, light and dark, wide and narrow, and takes its pictures. */
    void show(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (int width : List.of(WIDE, NARROW)) {
                page.setViewportSize(width, HEIGHT);
                assertThat(violations(page, scheme))
                        .as(name + ", " + scheme + ", " + width)
                        .isEmpty();
                assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                        .as(name + " is as wide as the window, " + width)
                        .isLessThanOrEqualTo(width);
                if ((width == WIDE) == (scheme == ColorScheme.LIGHT)) {
                    Chromium.picture(page, name + "-" + width);
                }
            }
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(WIDE, HEIGHT);
    }

    /** All rules in the light; in the dark nothing but colours differs. */
    private static List<String> violations(Page page, ColorScheme scheme) {
        AxeBuilder axe = new AxeBuilder(page);
        return (scheme == ColorScheme.LIGHT ? axe.withTags(RULES) : axe.withRules(List.of("color-contrast")))
                .analyze().getViolations().stream().map(Desks::text).toList();
    }

    private static String text(Rule rule) {
        return rule.getId() + ": "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    /** How many bytes a page and all that it loads take over the wire, for a browser that has been here never before. */
    int weight(Page page, String address) {
        BrowserContext context = browser.newContext();
        context.addCookies(page.context().cookies().stream()
                .map(cookie -> new Cookie(cookie.name, cookie.value)
                        .setUrl(stack.desk().toString()))
                .toList());
        Page fresh = context.newPage();
        List<Response> responses = new ArrayList<>();
        fresh.onResponse(responses::add);
        fresh.navigate(address);
        fresh.waitForLoadState();
        // To ask for a size lets other responses arrive.
        int bytes = List.copyOf(responses).stream()
                .filter(response -> !response.url().endsWith("/live"))
                .mapToInt(response -> response.request().sizes().responseBodySize
                        + response.request().sizes().responseHeadersSize)
                .sum();
        context.close();
        return bytes;
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Override
    public void close() {
        chromium.close();
    }
}
